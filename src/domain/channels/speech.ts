/** What is said on the phone. */

/** Characters that a voice speaks in a second, at the least. */
const SPOKEN_PER_SECOND = 12;
/** How often it is said: whoever was woken has not heard the beginning. */
export const SAID_TIMES = 3;
/** How long a call lasts at most, in seconds. */
export const CALL_SECONDS = 300;
/** So that all of it is said within the call, with time left for a key. */
export const SPEECH_LENGTH = (SPOKEN_PER_SECOND * (CALL_SECONDS - 30)) / SAID_TIMES;

/** `text` as it is spoken, with `whole` at its end, which never is cut; 1,080 characters at most. */
export function speech(text: string, whole: string): string {
  const flat = text
    .replaceAll('&', ' and ')
    .replace(/[<>\s\p{Cc}]+/gu, ' ')
    .trim();
  const room = SPEECH_LENGTH - whole.length - 1;
  const characters = [...flat];
  if (characters.length <= room) return `${flat} ${whole}`;
  const head = characters.slice(0, room - 1).join('');
  const space = head.lastIndexOf(' ');
  return `${space > 0 ? head.slice(0, space) : head}. ${whole}`.slice(-SPEECH_LENGTH);
}
