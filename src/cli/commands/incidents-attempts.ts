import { type Command, jsonOption } from '../command.ts';
import { incidentArn } from '../incident-names.ts';
import { lastOf } from '../names.ts';
import { listAttempts } from '../own-lists.ts';
import { json, listed, when } from '../table.ts';

export const attempts: Command = {
  name: 'incidents attempts',
  positionals: ['INCIDENT'],
  options: { json: jsonOption },
  summary: "every try of an incident's pages, with its provider and what it said",
  help: `
Lists each try of each page: who was asked to bring it, when it was given to them, what they answered and under which id.
INCIDENT is its ARN, four or more characters of its id or, while it is not resolved, its title or response plan.

  muster incidents attempts 4f2a91c0de77
  muster incidents attempts 4f2a91c0de77 --json`,
  async run({ io, client }, given) {
    const incidentId = lastOf(await incidentArn(client(), given.positionals[0]!));
    const all = await listAttempts(client(), incidentId);
    if (given.flag('json')) {
      io.out(json(all));
      return undefined;
    }
    const rows = all.map((one) => [
      one.handedAt === null ? '' : when(new Date(one.handedAt)),
      one.contact,
      one.channelType,
      String(one.number),
      one.provider,
      one.outcome,
      one.providerId ?? one.reason ?? '',
    ]);
    const header = ['GIVEN AT', 'CONTACT', 'BY', 'TRY', 'PROVIDER', 'OUTCOME', 'WHAT IT SAID'];
    listed(io, header, rows, 'Nothing was tried for it yet. `muster incidents timeline` tells what happened.');
    return undefined;
  },
};
