import { badParameter } from './secret.ts';

/** What a random password may hold; lower-case letters, capitals, digits and punctuation unless told otherwise. */
export interface PasswordWish {
  /** 1–4096. */
  length: number;
  /** Characters that must not occur. */
  without: string;
  lowercase: boolean;
  uppercase: boolean;
  numbers: boolean;
  punctuation: boolean;
  space: boolean;
  /** At least one of each kind that is allowed. */
  each: boolean;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** Draws a whole number from 0 to below `below`, each as likely. */
export type Draw = (below: number) => number;

/** A random password. Refuses (InvalidParameterException) a wish that leaves nothing to choose from, or no room for each kind. */
export function randomPassword(wish: PasswordWish, draw: Draw): string {
  const kinds = kindsOf(wish);
  const all = kinds.join('');
  if (all === '') throw badParameter('Everything is excluded: leave some characters for the password.');
  if (wish.each && kinds.some((kind) => kind === ''))
    throw badParameter('One of the required kinds has no character left: exclude fewer characters.');
  if (wish.each && wish.length < kinds.length)
    throw badParameter(
      `The password length ${wish.length} is too short for the ${kinds.length} required kinds of characters.`,
    );
  const pick = (from: string) => from.charAt(draw(from.length));
  const must = wish.each ? kinds.map(pick) : [];
  const rest = Array.from({ length: wish.length - must.length }, () => pick(all));
  return shuffled([...must, ...rest], draw).join('');
}

function kindsOf(wish: PasswordWish): string[] {
  const wanted: [boolean, string][] = [
    [wish.lowercase, LOWER],
    [wish.uppercase, LOWER.toUpperCase()],
    [wish.numbers, DIGITS],
    [wish.punctuation, PUNCTUATION],
    [wish.space, ' '],
  ];
  const without = new Set(wish.without);
  return wanted
    .filter(([isWanted]) => isWanted)
    .map(([, characters]) => [...characters].filter((one) => !without.has(one)).join(''));
}

/** In an order of which each is as likely (Fisher and Yates). */
function shuffled(characters: string[], draw: Draw): string[] {
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = draw(last + 1);
    [characters[last], characters[other]] = [characters[other]!, characters[last]!];
  }
  return characters;
}
