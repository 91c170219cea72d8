import type { JSX } from 'preact';

/** Explains a 207, an NDJSON answer or a HAR that the user drops or pastes. */
export function ExplainView(): JSX.Element {
  return <p>Drop a file here.</p>;
}
