import { isObject } from '@multistatus/wire';
import { errorAt, itemsOf, type JsonNode, membersOf } from '../json-node.js';
import { CONTENT_NAMES, plainName } from './outcome-words.js';
import { isAnswerOfCall, signsOf } from './signs-of.js';

/** @throws {DocumentError} if a failure is reported anywhere in the value, except in content. */
export function refuseFailureIn(node: JsonNode): void {
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next.value)) {
      for (const item of itemsOf(next)) open.push(item);
    } else if (isObject(next.value)) {
      const failure = signsOf(next).find(({ says }) => says === 'failure');
      if (failure !== undefined) {
        throw errorAt(failure.member, 'shape', 'says that something failed, beside a success');
      }
      const isCalled = isAnswerOfCall(next);
      for (const [name, member] of membersOf(next)) {
        if (!isContent(name, next) && !(isCalled && name === 'result')) open.push(member);
      }
    }
  }
}

/** Checks whether a member is content, which may report anything. In tRPC, the `data` of a `result` is what a procedure returned. */
export function isContent(name: string, parent: JsonNode): boolean {
  return CONTENT_NAMES.has(plainName(name)) || (name === 'data' && parent.step === 'result');
}
