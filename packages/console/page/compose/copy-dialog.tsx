import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { accessHeaders } from '../model/access.js';
import { draft } from '../model/draft.js';
import type { PageConfig } from '../page-config.js';
import { copiedHeaders } from './copied-headers.js';
import { Dialog } from './dialog.js';
import { formatJson } from './format-json.js';
import { toCurl } from './to-curl.js';
import { toClient, toFetch } from './to-program.js';

/** True while the dialog is open. */
export const copyDialogOpen: Signal<boolean> = signal(false);

type Target = 'curl' | 'fetch' | '@multistatus/client';

const WRITERS: Readonly<Record<Target, typeof toCurl>> = {
  curl: toCurl,
  fetch: toFetch,
  '@multistatus/client': toClient,
};
const target: Signal<Target> = signal('curl');
const withValues: Signal<boolean> = signal(false);
const result: Signal<string> = signal('');

/** Shows the batch as a command or a program, to be copied. */
export function CopyDialog({ config }: { readonly config: PageConfig }): JSX.Element {
  return (
    <Dialog label="Copy the batch" open={copyDialogOpen}>
      <CopyForm config={config} />
    </Dialog>
  );
}

function CopyForm({ config }: { readonly config: PageConfig }): JSX.Element {
  const access = accessHeaders.value;
  const text = readable(draft.value);
  const code = WRITERS[target.value](config.endpoint, text, copiedHeaders(access, withValues.value));
  return (
    <>
      <fieldset class="choices">
        <legend>As</legend>
        {(Object.keys(WRITERS) as Target[]).map((name) => (
          <label key={name}>
            <input
              type="radio"
              name="copy-target"
              checked={target.value === name}
              onChange={() => {
                target.value = name;
                result.value = '';
              }}
            />
            {name}
          </label>
        ))}
      </fieldset>
      {access.length === 0 ? null : (
        <label>
          <input
            type="checkbox"
            checked={withValues.value}
            onChange={({ currentTarget }) => {
              withValues.value = currentTarget.checked;
              result.value = '';
            }}
          />
          Include the values of the headers. Otherwise they are read from the environment, such as $TOKEN.
        </label>
      )}
      <textarea class="copied" aria-label="What is copied" readOnly rows={14} value={code} />
      <div class="toolbar">
        <button type="button" class="primary" onClick={() => void copy(code)}>
          Copy
        </button>
        <span role="status" class="soft">
          {result.value}
        </span>
      </div>
    </>
  );
}

/** A batch on one line is hard to read in a program. */
function readable(text: string): string {
  if (text.trim().includes('\n')) return text;
  try {
    JSON.parse(text);
    return formatJson(text);
  } catch {
    return text;
  }
}

/** Browsers have a clipboard only on https and on localhost. */
async function copy(code: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(code);
    result.value = 'Copied.';
  } catch {
    result.value = 'The browser does not allow this here: select the text and copy it.';
  }
}
