export { createVoice } from './voice.ts';
