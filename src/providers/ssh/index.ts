export { createSsh } from './ssh.ts';
