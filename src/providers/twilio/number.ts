/** What is wrong with a number; undefined when it can be tried. */
export function numberFault(address: string): string | undefined {
  if (/^\+[1-9]\d{1,14}$/.test(address)) return undefined;
  return `wanted a number like +15550100001, got ${JSON.stringify(address)}: correct it`;
}
