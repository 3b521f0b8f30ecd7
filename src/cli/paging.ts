/** A page of a list, as an operation answers it. */
interface Page<Item> {
  items: readonly Item[];
  next: string | undefined;
}

/** At most `limit` items that `keep` takes, over as many pages as it needs. `page` is given the token of the page before. */
export async function collect<Item>(
  limit: number,
  page: (token: string | undefined) => Promise<Page<Item>>,
  keep: (item: Item) => boolean = () => true,
): Promise<Item[]> {
  const found: Item[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await page(token);
    found.push(...items.filter(keep));
    token = next;
  } while (token && found.length < limit);
  return found.slice(0, limit);
}

/** Calls on their way at the same time. */
const AT_ONCE = 8;

/** Each item's answer, in the items' order, some at a time. */
export async function each<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    answers.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(ask))));
  }
  return answers;
}
