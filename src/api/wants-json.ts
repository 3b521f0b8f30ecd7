import type { FastifyRequest } from 'fastify';

/** Whether a program asks: it says that it takes JSON. Browsers that open a link do not. */
export const wantsJson = ({ headers }: FastifyRequest): boolean =>
  /\bapplication\/json\b/.test(headers.accept ?? '') && !/\btext\/html\b/.test(headers.accept ?? '');
