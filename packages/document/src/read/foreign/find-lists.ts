import { isObject } from '@multistatus/wire';
import { errorAt, type JsonNode, membersOf } from '../json-node.js';
import { wordsOf } from '../words-of.js';
import { isFailureName, isSuccessListName, OTHER_LISTS, plainName } from './outcome-words.js';

/** The lists of a document of another service. */
export interface ForeignLists {
  /** A list of outcomes, each of which says whether it succeeded. */
  readonly outcomes: JsonNode | undefined;
  readonly successes: readonly JsonNode[];
  /** Arrays, or objects with one failure for each name. */
  readonly failures: readonly JsonNode[];
  /** The document, and the object in it that has the lists. Empty if the document is an array. */
  readonly envelope: readonly JsonNode[];
}

// An object with one of these is one error, not one for each name.
const ERROR_MEMBERS: ReadonlySet<string> = wordsOf(`
  message msg code type detail details status statuscode title name reason description errorcode
  errormessage
`);

/**
 * Finds the lists of a document: a list for successes or failures by its name, any other list by being the only one. They
 * are members of the document, or of one object in it. Returns `undefined` if there is only a list of failures: an error
 * of the whole request looks like that.
 *
 * @throws {DocumentError} of rule `shape` if several lists could be the list of outcomes.
 */
export function findLists(root: JsonNode): ForeignLists | undefined {
  if (Array.isArray(root.value)) return { outcomes: root, successes: [], failures: [], envelope: [] };
  if (!isObject(root.value)) return undefined;
  const own = listsIn(root);
  if (own.outcomes !== undefined || own.successes.length > 0) return own;

  const inner = membersOf(root)
    .filter(([name, { value }]) => isObject(value) && !isFailureName(plainName(name)))
    .map(([, member]) => listsIn(member))
    .filter(({ outcomes, successes }) => outcomes !== undefined || successes.length > 0);
  const [lists, second] = inner;
  if (lists === undefined) return undefined;
  if (second !== undefined) refuseSecond(second.envelope[0] ?? root);
  return {
    ...lists,
    failures: [...own.failures, ...lists.failures],
    envelope: [...own.envelope, ...lists.envelope],
  };
}

function listsIn(node: JsonNode): ForeignLists {
  const successes: JsonNode[] = [];
  const failures: JsonNode[] = [];
  const others: JsonNode[] = [];
  for (const [name, member] of membersOf(node)) {
    const plain = plainName(name);
    if (isFailureName(plain)) {
      if (Array.isArray(member.value) || isMapOfFailures(member)) failures.push(member);
    } else if (Array.isArray(member.value) && !OTHER_LISTS.has(plain)) {
      (isSuccessListName(plain) ? successes : others).push(member);
    }
  }
  const [outcomes = others[0], second] = others.filter(
    ({ value }) => (value as readonly unknown[]).length > 0,
  );
  if (second !== undefined) refuseSecond(second);
  return { outcomes, successes, failures, envelope: [node] };
}

function isMapOfFailures({ value }: JsonNode): boolean {
  return isObject(value) && !Object.keys(value).some((name) => ERROR_MEMBERS.has(plainName(name)));
}

function refuseSecond(node: JsonNode): never {
  throw errorAt(
    node,
    'shape',
    'is a second list that may be the list of outcomes; a document must have only one',
  );
}
