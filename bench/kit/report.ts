import type { IntakeRow } from '../intake.ts';
import type { LatencyRow } from '../latency.ts';
import { figure, range, table, trust } from './table.ts';

/** The rows as tables for people. */

export function intakeReport(rows: IntakeRow[]): string {
  const name = ({ mode, batch }: IntakeRow) => `${mode}, ${batch} a request`;
  const rates = table(
    ['intake', 'events/s', 'p50 ms', 'p99 ms', 'CPU µs/event', 'server + database', 'failed', 'pairs'],
    rows.map((row) => [
      name(row),
      range(row.eventsPerSecond),
      figure(row.p50Ms),
      figure(row.p99Ms),
      figure(row.cpu.server + row.cpu.database),
      `${figure(row.cpu.server)} + ${figure(row.cpu.database)}`,
      String(row.failed),
      trust(row),
    ]),
  );
  const ratios = table(
    ['ratios', 'requests ÷ bare HTTP', 'events ÷ commits, many', 'events ÷ commits, one', 'HTTP/s', 'many/s', 'one/s'],
    rows.map((row) => [
      name(row),
      range(row.ratios.http),
      range(row.ratios.commits64),
      range(row.ratios.commits1),
      figure(row.bare.httpPerSecond),
      figure(row.bare.commits64),
      figure(row.bare.commits1),
    ]),
  );
  const marks =
    'Marks: single events ÷ Alertmanager in memory 0.6, dream 1 (30,300/s of new ones and 37,000/s re-sent, on the machine of\n' +
    'reference: 18,000 and 22,000/s); CPU at most 4 × its 47 µs, single: 188 µs an event. Alertmanager is not run here.';
  return `${rates}\n\n${ratios}\n\n${marks}`;
}

export function latencyReport(rows: LatencyRow[]): string {
  const name = ({ rate }: LatencyRow) => `${rate} a second`;
  const times = table(
    [
      'latency',
      'page p50 ms',
      'p99 ms',
      'answer p50 ms',
      'p99 ms',
      'CPU µs/page',
      'server + database',
      'missing',
      'pairs',
    ],
    rows.map((row) => [
      name(row),
      figure(row.page.p50Ms),
      figure(row.page.p99Ms),
      figure(row.answer.p50Ms),
      figure(row.answer.p99Ms),
      figure(row.cpu.server + row.cpu.database),
      `${figure(row.cpu.server)} + ${figure(row.cpu.database)}`,
      String(row.mailsMissing),
      trust(row),
    ]),
  );
  const ratios = table(
    ['ratios', 'p50 ÷ bare HTTP', 'p99 ÷ bare HTTP', 'p50 ÷ commit', 'p99 ÷ commit', 'HTTP p50/p99', 'commit p50/p99'],
    rows.map((row) => [
      name(row),
      range(row.ratios.http50),
      range(row.ratios.http99),
      range(row.ratios.commit50),
      range(row.ratios.commit99),
      `${figure(row.bare.httpP50Ms)}/${figure(row.bare.httpP99Ms)}`,
      `${figure(row.bare.commitP50Ms)}/${figure(row.bare.commitP99Ms)}`,
    ]),
  );
  const marks =
    'Marks: p99 at most 4 × Alertmanager’s POST → webhook (4 ms at the least): 16 ms; dream 8 ms; p50 at most 8 ms.';
  return `${times}\n\n${ratios}\n\n${marks}`;
}
