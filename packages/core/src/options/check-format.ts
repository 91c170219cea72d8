import { parseMediaType, suggestNames } from '@multistatus/wire';
import type { Format } from '../formats/format.js';
import { describeValue } from './describe-value.js';

const BATCH = [
  'mediaTypes',
  'decode',
  'deniedHeaders',
  'answerType',
  'isSuccess',
  'toSchema',
  'toItemSchema',
] as const;

/** The members that each part may have. */
const MEMBERS = {
  batch: ['kind', ...BATCH],
  batchStream: ['kind', ...BATCH],
  items: ['kind', 'mediaTypes', 'decode', 'toSchema'],
  answer: [
    'mediaTypes',
    'order',
    'hasLocation',
    'nestedType',
    'encode',
    'bodySize',
    'toSchema',
    'toItemSchema',
  ],
  problem: ['mediaType', 'encode', 'toSchema'],
} as const;

/** The members of each part that must be functions, besides `toSchema`. */
const FUNCTIONS = {
  batch: 'decode',
  batchStream: 'decode',
  items: 'decode',
  answer: 'encode',
  problem: 'encode',
} as const;
const PARTS = ['batch', 'batchStream', 'items', 'answer', 'problem'] as const;
/** The members of each part that have one of a few values. */
const CHOICES = {
  batchStream: ['kind', ['stream']],
  items: ['kind', ['list', 'stream']],
  answer: ['order', ['request', 'completion']],
} as const;

const BARE_MEDIA_TYPE = 'a media type in lower case, without parameters';
const LIST_OF_MEDIA_TYPES = 'an array of one or more media types in lower case, without parameters';

/**
 * Checks that every part of a format has what the library will need of it: without this, a media type that is not lower-case
 * would never match, and a function that is missing would fail the first request. `owner` is the full name of the option.
 *
 * @throws {TypeError} if a part lacks a member or has one of the wrong kind, or if a member is not known.
 */
export function checkFormat(owner: string, format: Format): void {
  checkNames(`${owner}: `, format, { format: format.name, known: ['name', ...PARTS] });
  for (const part of PARTS) {
    const members = format[part] as Readonly<Record<string, unknown>> | undefined;
    if (members === undefined) continue;
    const check = (member: string, isValid: boolean, expected: string): void => {
      if (isValid) return;
      const value = members[member];
      const got = describeValue(member === 'mediaTypes' ? wrongMediaType(value) : value);
      throw new TypeError(`${owner}: ${part}.${member} of ${format.name} must be ${expected}, got ${got}`);
    };
    if (typeof members !== 'object' || members === null) {
      throw new TypeError(
        `${owner}: ${part} of ${format.name} must be an object, got ${describeValue(members)}`,
      );
    }
    checkNames(`${owner}: ${part}.`, members, { format: format.name, known: MEMBERS[part] });
    for (const member of [FUNCTIONS[part], 'toSchema']) {
      check(member, typeof members[member] === 'function', 'a function');
    }
    if (part === 'problem') {
      check('mediaType', isBareMediaType(members['mediaType']), BARE_MEDIA_TYPE);
      continue;
    }
    check('mediaTypes', isListOfMediaTypes(members['mediaTypes']), LIST_OF_MEDIA_TYPES);
    if (part === 'batch') continue;
    const [member, choices] = CHOICES[part];
    const isChoice = (choices as readonly unknown[]).includes(members[member]);
    check(member, isChoice, choices.map((choice) => `'${choice}'`).join(' or '));
    if (part === 'answer' && members['nestedType'] !== undefined) {
      check('nestedType', isBareMediaType(members['nestedType']), BARE_MEDIA_TYPE);
    }
  }
}

function checkNames(
  owner: string,
  members: object,
  { format, known }: { readonly format: string; readonly known: readonly string[] },
): void {
  const unknown = Object.keys(members).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const suggestion = suggestNames(unknown, { kind: 'members', known });
  throw new TypeError(`${owner}${unknown} of ${format} is not a member of a format; ${suggestion}`);
}

/** Returns the first media type that is wrong; the value itself if it is not a list of them. */
function wrongMediaType(value: unknown): unknown {
  return Array.isArray(value) && value.length > 0 ? value.find((type) => !isBareMediaType(type)) : value;
}

function isListOfMediaTypes(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isBareMediaType);
}

function isBareMediaType(value: unknown): boolean {
  return typeof value === 'string' && parseMediaType(value)?.type === value;
}
