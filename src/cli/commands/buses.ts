import { type Command, jsonOption } from '../command.ts';
import { listBuses } from '../own-lists.ts';
import { fields, json, listed, when } from '../table.ts';

/** Buses: where events arrive. */

export const listBusesCommand: Command = {
  name: 'buses list',
  positionals: [],
  options: { json: jsonOption },
  summary: 'list the buses of the region',
  help: `
Lists the buses by name, with the ARN by which events and rules name them. One called default is always there.

  muster buses list`,
  async run({ io, client }, given) {
    const buses = await listBuses(client());
    const rows = buses.map(({ name, description, arn }) => [name, description, arn]);
    if (given.flag('json')) io.out(json(buses));
    else listed(io, ['NAME', 'DESCRIPTION', 'ARN'], rows, 'No bus.');
    return undefined;
  },
};

export const showBus: Command = {
  name: 'buses show',
  positionals: ['BUS'],
  options: { json: jsonOption },
  summary: 'one bus',
  help: `
Shows a bus. Its rules are listed by \`muster rules list --bus BUS\`.

  muster buses show orders`,
  async run({ io, client }, given) {
    const params = { busName: given.positionals[0]! };
    const bus = (await client().api('getBus', { params })).body;
    const pairs: [string, string | undefined][] = [
      ['bus', bus.name],
      ['description', bus.description],
      ['arn', bus.arn],
      ['made', bus.createdAt === null ? undefined : when(new Date(bus.createdAt))],
      ['policy', bus.policy ?? undefined],
    ];
    io.out(given.flag('json') ? json(bus) : fields(pairs));
    return undefined;
  },
};

export const putBus: Command = {
  name: 'buses put',
  positionals: ['NAME'],
  options: { description: { type: 'string', value: 'TEXT', about: 'what it is for' } },
  summary: 'make a bus, or change one',
  help: `
Makes a bus, and prints its ARN. One that is there gets the description.

  muster buses put orders --description "What the shop tells"`,
  async run({ io, client }, given) {
    const description = given.text('description');
    const body = description === undefined ? {} : { description };
    io.out(`${(await client().api('putBus', { params: { busName: given.positionals[0]! }, body })).body.arn}\n`);
    return undefined;
  },
};

export const deleteBus: Command = {
  name: 'buses delete',
  positionals: ['BUS'],
  options: {},
  summary: 'delete a bus',
  help: `
Deletes a bus that has no rules any more.

  muster buses delete orders`,
  async run({ io, client }, given) {
    const busName = given.positionals[0]!;
    await client().api('deleteBus', { params: { busName } });
    io.out(`${busName}\n`);
    io.err('The bus is deleted.\n');
    return undefined;
  },
};
