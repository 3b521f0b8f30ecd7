import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '../test/parity/kit/services.ts';
import { COVERAGE_FILE, coveragePage } from './coverage/page.ts';

/** Writes docs/aws-coverage.md from the services' tables. */
const file = join(import.meta.dirname, '..', COVERAGE_FILE);
writeFileSync(file, coveragePage(services));
process.stdout.write(`${file}\n`);
