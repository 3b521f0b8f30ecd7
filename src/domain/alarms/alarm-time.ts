/** `yyyy-MM-dd'T'HH:mm:ss.SSS+0000`: how alarms write an instant in events, messages and reasons (aws-behaviour.md 4.7). */
export const alarmTime = (time: Date): string => time.toISOString().replace('Z', '+0000');

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October'],
  ...['November', 'December'],
];

/** `Friday 22 July, 2022 15:57:45 UTC`: how the reasons of composite alarms write it. */
export function longTime(time: Date): string {
  const date = `${DAYS[time.getUTCDay()]} ${String(time.getUTCDate()).padStart(2, '0')} ${MONTHS[time.getUTCMonth()]}`;
  return `${date}, ${time.getUTCFullYear()} ${time.toISOString().slice(11, 19)} UTC`;
}
