import type { BodyOmission, MultistatusResponse } from '@multistatus/document';
import { fromBase64, headerOf, parseMediaType } from '@multistatus/wire';
import type { JSX } from 'preact';
import { formatSize } from './format-amount.js';
import { indentJson } from './indent-json.js';
import { FIRST_LENGTH, LongText } from './long-text.js';

/** A longer image is only offered as a file. */
const MAX_IMAGE_LENGTH = 1_000_000;
const IMAGE = /^image\/(?:png|jpeg|gif|webp|avif)$/;

const OMISSIONS: Readonly<Record<BodyOmission, string>> = {
  'too-large': 'The server has left out the body: it exceeds a limit of the batch.',
  minimal: 'The server has left out the body, as "Prefer: return=minimal" asks.',
  'not-stored': 'The server did not store the body when this operation ran.',
};

/** The body of an outcome. Of a long body, only the beginning is drawn, and it is not parsed. */
export function BodyView({ response }: { readonly response: MultistatusResponse }): JSX.Element | null {
  const { body, problem, bodyOmitted } = response;
  if (bodyOmitted !== undefined) {
    return <p class="soft">{OMISSIONS[bodyOmitted]}</p>;
  }
  const encoding = body?.encoding ?? 'json';
  const text = body?.text ?? (problem && JSON.stringify(problem));
  if (text === undefined || text === '') return <p class="soft">The answer has no body.</p>;
  const type = parseMediaType(headerOf(response.headers, 'content-type'))?.type;
  const size =
    encoding === 'base64'
      ? formatSize(Math.floor((text.length * 3) / 4), 'B')
      : formatSize(text.length, 'characters');
  const save = (): void => {
    saveFile(encoding === 'base64' ? fromBase64(text) : text, type ?? 'application/octet-stream');
  };
  return (
    <section class="body" aria-label="Body">
      <div class="body-head">
        <h3>Body</h3>
        <span class="soft">{[type, size].filter((part) => part !== undefined).join(', ')}</span>
        <span class="buttons">
          {encoding !== 'base64' && 'clipboard' in navigator && (
            <button type="button" onClick={() => void navigator.clipboard.writeText(text)}>
              Copy
            </button>
          )}
          <button type="button" onClick={save}>
            Save
          </button>
        </span>
      </div>
      {encoding !== 'base64' ? (
        <LongText text={encoding === 'json' && text.length <= FIRST_LENGTH ? indentJson(text) : text} />
      ) : type !== undefined && IMAGE.test(type) && text.length <= MAX_IMAGE_LENGTH ? (
        <img src={`data:${type};base64,${text}`} alt="The body" />
      ) : (
        <p class="soft">The body is binary. Save it to open it.</p>
      )}
    </section>
  );
}

function saveFile(content: string | Uint8Array<ArrayBuffer>, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'body';
  link.click();
  URL.revokeObjectURL(url);
}
