import { isRedirect } from '@multistatus/wire';
import { quote } from '../document-error.js';
import { dav } from '../read/xml-node.js';
import { type Checks, codeOf, named, partsOf, type RuleNode, responsesOf } from './rule-node.js';

const STATUS_LINE = /^HTTP\/\d+\.\d+ [1-5]\d\d [^\r\n]*$/;
// A removed member, a truncated result, a member that cannot be reported on (RFC 6578 sections 3.2, 3.3 and 3.6).
const BESIDE_SYNC_TOKEN = [404, 507, 403];

/** Checks of the rules about status codes, and about what may or must accompany them. */
export const STATUS_CHECKS: Checks = {
  *X11(document) {
    for (const { name, text, path } of partsOf(document)) {
      yield;
      if (name !== dav('status') || STATUS_LINE.test(text)) continue;
      yield { path, message: `${quote(text)} is not a status line` };
    }
  },
  *X12(document) {
    for (const part of partsOf(document)) {
      yield;
      const code = codeOf(part);
      if (part.name === dav('status') && code < 200)
        yield { path: part.path, message: `${code} is not final` };
    }
  },
  *X21(document) {
    for (const response of responsesOf(document)) {
      yield;
      const [status] = named(response, 'status');
      if (!isRedirect(codeOf(status)) || named(response, 'location').length > 0) continue;
      yield { path: response.path, message: `a ${codeOf(status)} has no location` };
    }
  },
  *X22(document) {
    // A `location` in JSON may be the Location of a response, which any status may have.
    if (document.form === 'model') return;
    for (const response of responsesOf(document)) {
      yield;
      const [location] = named(response, 'location');
      const codes = statusesOf(response).map(codeOf);
      if (location === undefined || codes.some((code) => code === 201 || (code >= 300 && code < 400)))
        continue;
      yield { path: location.path, message: `there is a location with ${codes.join(', ') || 'no status'}` };
    }
  },
  *X36(document) {
    const tokens = named(document.root, 'sync-token');
    const [token, another] = tokens;
    if (token === undefined) return;
    if (another !== undefined) yield { path: another.path, message: 'there is another sync-token' };
    if (token.text.trim() === '') yield { path: token.path, message: 'the sync-token is empty' };
    for (const response of responsesOf(document)) {
      yield;
      const [status] = named(response, 'status');
      if (status === undefined || BESIDE_SYNC_TOKEN.includes(codeOf(status))) continue;
      yield { path: status.path, message: `a member has the status ${codeOf(status)} instead of propstats` };
    }
  },
  *X37(document) {
    if (named(document.root, 'sync-token').length === 0) return;
    for (const response of responsesOf(document)) {
      yield;
      if (codeOf(named(response, 'status')[0]) !== 507) continue;
      const conditions = named(response, 'error').flatMap((error) =>
        named(error, 'number-of-matches-within-limits'),
      );
      if (conditions.length === 0)
        yield { path: response.path, message: 'a 507 has no number-of-matches-within-limits' };
    }
  },
  *X38(document) {
    for (const response of responsesOf(document)) {
      yield;
      for (const status of named(response, 'status')) {
        if (codeOf(status) === 208) yield { path: status.path, message: 'the status of a response is 208' };
      }
    }
  },
};

function statusesOf(response: RuleNode): RuleNode[] {
  const inPropstats = named(response, 'propstat').flatMap((propstat) => named(propstat, 'status'));
  return [...named(response, 'status'), ...inPropstats];
}
