import { declared } from '../../settings.ts';
import type { Command } from '../command.ts';
import { jsonOption } from '../command.ts';
import { json } from '../table.ts';

export const settings: Command = {
  name: 'settings',
  positionals: [],
  options: { json: jsonOption },
  summary: 'all settings, with their defaults, as Markdown',
  help: `
Prints every setting: what it is for and what it is when unset. docs/settings.md is this output.

  muster settings`,
  async run({ io }, given) {
    io.out(given.flag('json') ? json(Object.entries(declared).map(describe)) : settingsPage());
    return undefined;
  },
};

const describe = ([name, { about, defaultText, secret }]: [string, (typeof declared)[keyof typeof declared]]) => ({
  name,
  about,
  default: defaultText,
  secret,
});

/** docs/settings.md. */
export function settingsPage(): string {
  const rows = Object.entries(declared)
    .map(describe)
    .map((one) => `| \`${one.name}\`${one.secret ? ' (secret)' : ''} | ${cell(one.default)} | ${cell(one.about)} |`);
  return `# Settings

All are environment variables, read once at start; faults are told together, and a \`MUSTER_…\` variable that is none of
these is warned about. This page is printed by \`muster settings\`.

| setting | default | meaning |
| --- | --- | --- |
${rows.join('\n')}
`;
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
