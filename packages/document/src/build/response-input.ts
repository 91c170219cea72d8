import type { Element } from '../element.js';
import type { HeaderMap, MultistatusResponse, Propstat, Timing } from '../multistatus.js';
import { checkForm } from './check-response.js';
import { rejectUnknownKeys } from './reject-unknown-keys.js';
import { type BodyInput, toModelBody } from './to-model-body.js';

const RESPONSE_MEMBERS =
  'id href hrefs status propstats body bodyEncoding headers timing error description location extensions'.split(
    ' ',
  );

/** The result of one resource, or of several that share a status, as passed to a report. */
export type ResponseInput = StatusInput | PropstatsInput;

/** One status for one or many resources, with content and headers. */
export type StatusInput = InputBase &
  BodyInput &
  (
    | { readonly href: string; readonly hrefs?: undefined }
    | { readonly hrefs: readonly [string, ...string[]]; readonly href?: undefined }
  ) & {
    /** The HTTP status code, 200 to 599. */
    readonly status: number;
    readonly propstats?: undefined;
  };

/** A status for each group of properties of one resource (RFC 4918 section 14.22). */
export type PropstatsInput = InputBase & {
  readonly href: string;
  readonly propstats: readonly [PropstatInput, ...PropstatInput[]];
  readonly hrefs?: undefined;
  readonly status?: undefined;
  readonly body?: undefined;
  readonly bodyEncoding?: undefined;
};

/** Properties that share a status. None of them may occur in another propstat of the response. */
export interface PropstatInput extends Omit<Propstat, 'error' | 'reasonPhrase'> {
  /** Preconditions and postconditions that concern these properties (RFC 4918 section 16). */
  readonly error?: Element | readonly Element[] | undefined;
}

/** What both forms of {@link ResponseInput} have. */
export interface InputBase {
  /** The id that the client gave the operation. */
  readonly id?: string | undefined;
  /** The headers that the answer to a request for this resource alone would have. */
  readonly headers?: HeaderMap | undefined;
  /** When the operation ran, in milliseconds. */
  readonly timing?: Timing | undefined;
  /** Preconditions and postconditions that were violated (RFC 4918 section 16). */
  readonly error?: Element | readonly Element[] | undefined;
  /** A text for the user. */
  readonly description?: string | undefined;
  /** The target of a redirect, or the resource that was created: an absolute path or URI. */
  readonly location?: string | undefined;
  /** Elements in other namespaces, which clients that do not know them ignore (RFC 4918 section 17). */
  readonly extensions?: readonly Element[] | undefined;
}

/**
 * Converts the input of a report to the model. The other rules of a response are not checked yet.
 *
 * @throws {TypeError} for an unknown member, or a body that does not match its `bodyEncoding`.
 * @throws {RangeError} naming X6 or X8 if a member is missing, or if members exclude each other.
 */
export function toMultistatusResponse(input: ResponseInput): MultistatusResponse {
  rejectUnknownKeys('response', input, RESPONSE_MEMBERS);
  checkForm(input);
  const { id, headers, timing, description, location, extensions } = input;
  const common = { headers, timing, error: toList(input.error), description, location, extensions };
  if (input.propstats !== undefined) {
    const [first, ...others] = input.propstats;
    return { id, href: input.href, propstats: [toPropstat(first), ...others.map(toPropstat)], ...common };
  }
  const content = { status: input.status, body: toModelBody(input), ...common };
  if (input.href !== undefined) return { id, href: input.href, ...content };
  const [first, second, ...others] = input.hrefs;
  if (second === undefined) return { id, href: first, ...content };
  return { id, hrefs: [first, second, ...others], ...content };
}

function toPropstat(input: PropstatInput): Propstat {
  rejectUnknownKeys('propstat', input, ['status', 'properties', 'error', 'description']);
  return { ...input, error: toList(input.error) };
}

function toList(error: Element | readonly Element[] | undefined): readonly Element[] | undefined {
  return error === undefined ? undefined : [error].flat();
}
