import type { Command } from '../command.ts';
import { csv } from '../export/csv.ts';
import { gather, type IncidentExport } from '../export/gather.ts';
import { markdown } from '../export/markdown.ts';
import { usage } from '../fault.ts';
import { writeText } from '../files.ts';
import { incidentArn } from '../incident-names.ts';
import { json } from '../table.ts';

const FORMATS: Record<string, (all: IncidentExport) => string> = { json, csv, md: markdown };
const NAMES = Object.keys(FORMATS);

export const exportIncident: Command = {
  name: 'incidents export',
  positionals: ['INCIDENT'],
  options: {
    format: { type: 'string', value: 'FORMAT', about: `${NAMES.join(', ')}; json unless given`, choices: NAMES },
    output: { type: 'string', value: 'FILE', about: 'write it there; to standard output unless given' },
  },
  summary: 'all that is known of an incident, as JSON, CSV or Markdown',
  help: `
Gives an incident whole: the record, the timeline with its data, related items, engagements, and every page with its
receipts. \`json\` is for programs (docs/cli.md says what is in it), \`csv\` for spreadsheets, \`md\` a report for people.

  muster incidents export 4f2a91c0de77 --format md --output incident.md
  muster incidents export 4f2a91c0de77 --format csv > incident.csv`,
  async run({ io, client }, given) {
    const format = given.text('format') ?? 'json';
    const write = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
    if (!write) throw usage(`--format: wanted ${NAMES.join(', ')}, got ${JSON.stringify(format)}`);
    const text = write(await gather(client(), await incidentArn(client(), given.positionals[0]!)));
    const output = given.text('output');
    if (output === undefined) io.out(text);
    else {
      writeText('output', output, text);
      io.err(`Written to ${output}.\n`);
    }
    return undefined;
  },
};
