import { alarmIn } from './alarm-values.ts';
import { EVENT_PATH, placeholderTextAt } from './placeholders.ts';

/** Placeholders in the title, summary and dedupe string of incidents to come: of the event that opens one. */

const ALARM = ['alarm.name', 'alarm.state', 'alarm.reason', 'alarm.arn'] as const;
const PLACEHOLDER = /\{\{([^{}]{1,240})\}\}/g;
/** Placeholders that are told of one text. */
const TOLD = 10;

const isAlarm = (name: string): name is (typeof ALARM)[number] => ALARM.some((one) => one === name);

/** What an incident's text may name, for messages. */
export const INCIDENT_PLACEHOLDERS = [...ALARM, 'event.PATH'].map((name) => `{{${name}}}`).join(', ');

/** Those in a text that nothing is filled into, as they are typed, each once. */
export function unknownInIncidentText(text: string): string[] {
  const names = [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name.trim());
  const unknown = names.filter((name) => !isAlarm(name) && !EVENT_PATH.test(name));
  return [...new Set(unknown)].slice(0, TOLD).map((name) => `{{${name}}}`);
}

/**
 * The text with what the event says; a member that it does not have is nothing. An unknown placeholder stays as it is typed, and so
 * do all where there is no event. What is put in is one line, and is not read for placeholders again.
 */
export function fillIncidentText(text: string, event: unknown): string {
  if (event === undefined || !text.includes('{{')) return text;
  const alarm = alarmIn(event);
  return text.replace(PLACEHOLDER, (typed, inner: string) => {
    const name = inner.trim();
    if (isAlarm(name)) return oneLine(alarm[name]);
    return EVENT_PATH.test(name) ? oneLine(placeholderTextAt(event, name)) : typed;
  });
}

const oneLine = (text: string) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
