import { count } from '#kernel/text';
import { type Command, jsonOption } from '../command.ts';
import { exitCodes } from '../fault.ts';
import { json, plain, table } from '../table.ts';

export const doctor: Command = {
  name: 'doctor',
  positionals: [],
  options: { json: jsonOption },
  summary: 'what will not work tonight: plans, people, rotations, alarms, rules',
  help: `
Looks through the account for what would keep a page from reaching somebody: people without an activated channel, stages
that reach nobody, escalation that takes too long, rotations with nobody on call within 7 days, plans, rules and alarms that lead
nowhere, rules that match nothing any more, providers that would take nothing, drills that nobody answers. Each comes with what
mends it, where it can as a line to type. Exit code 1 when a fault was found; warnings and notes leave it 0.

  muster doctor
  muster doctor --json || echo "somebody might not be woken"`,
  async run({ io, client }, given) {
    const report = (await client().api('examine', {})).body;
    const { findings, omitted } = report;
    const of = (severity: (typeof findings)[number]['severity']) => findings.filter((one) => one.severity === severity);
    if (given.flag('json')) io.out(json(report));
    else if (findings.length > 0) {
      const rows = findings.map((one) => [one.severity, one.subject, one.text]);
      io.out(table(['SEVERITY', 'WHAT', 'FINDING'], rows, io.screen));
      const advice = findings.map(({ whatToDo, command }) =>
        command === null || whatToDo.includes(command) ? whatToDo : `${whatToDo}\n${command}`,
      );
      for (const text of new Set(advice)) io.err(`- ${text.split('\n').map(plain).join('\n    ')}\n`);
    }
    const [faults, warnings, notes] = [of('fault'), of('warning'), of('note')].map((some) => some.length);
    io.err(
      findings.length === 0
        ? 'Nothing was found.\n'
        : `${count(faults!, 'fault')}, ${count(warnings!, 'warning')}, ${count(notes!, 'note')}${omitted > 0 ? ` and ${omitted} more` : ''}.\n`,
    );
    return faults! > 0 ? exitCodes.refused : exitCodes.ok;
  },
};
