import { type Command, jsonOption } from '../command.ts';
import { fields, json } from '../table.ts';

export const whoami: Command = {
  name: 'whoami',
  positionals: [],
  options: { json: jsonOption },
  summary: 'whose access key this is, and of which account',
  help: `
Asks the server who you are: the quickest check that it runs and that your key is good.

  muster whoami`,
  async run({ io, client }, given) {
    const { account, arn } = await client().whoami();
    io.out(
      given.flag('json')
        ? json({ account, arn })
        : fields([
            ['account', account],
            ['you', arn],
          ]),
    );
    return undefined;
  },
};
