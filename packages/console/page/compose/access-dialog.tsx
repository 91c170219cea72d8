import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { accessHeaders } from '../model/access.js';
import { accessPanelOpen } from '../model/access-panel.js';
import { checkHeader } from './check-header.js';
import { Dialog } from './dialog.js';

interface Field {
  readonly name: string;
  readonly value: string;
}

/** What the user has entered, valid or not. Only valid ones become access headers. */
const fields: Signal<readonly Field[]> = signal([{ name: 'Authorization', value: '' }]);
const isRevealed: Signal<boolean> = signal(false);

/** The dialog in which the user enters the headers of every request of the page, such as a token. */
export function AccessDialog(): JSX.Element {
  return (
    <Dialog label="Headers of every request" open={accessPanelOpen}>
      <p>
        The page sends these headers with each batch, and with whatever else it asks of the app. They are kept
        in memory only: when the page is closed or reloaded, they are gone.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          accessPanelOpen.value = false;
        }}
      >
        {fields.value.map((field, index) => (
          <HeaderFields key={index} field={field} index={index} />
        ))}
        <div class="toolbar">
          <button type="button" onClick={() => change([...fields.value, { name: '', value: '' }])}>
            Add a header
          </button>
          <label>
            <input
              type="checkbox"
              checked={isRevealed.value}
              onChange={({ currentTarget }) => {
                isRevealed.value = currentTarget.checked;
              }}
            />
            Show values
          </label>
          <button type="submit" class="primary">
            Done
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function HeaderFields({ field, index }: { readonly field: Field; readonly index: number }): JSX.Element {
  const fault = faultOf(field, index);
  const isToken = field.name.toLowerCase() === 'authorization' && /^\S{8,}$/.test(field.value.trim());
  const put = (changed: Partial<Field>): void =>
    change(fields.value.map((each, at) => (at === index ? { ...each, ...changed } : each)));
  return (
    <div class="header-fields">
      <label>
        Name
        <input
          type="text"
          autocomplete="off"
          spellcheck={false}
          value={field.name}
          onInput={({ currentTarget }) => put({ name: currentTarget.value })}
        />
      </label>
      <label>
        Value
        <input
          type={(isRevealed.value ? 'text' : 'password') as 'password'}
          autocomplete="off"
          spellcheck={false}
          placeholder={field.name.toLowerCase() === 'authorization' ? 'Bearer …' : ''}
          value={field.value}
          aria-invalid={fault !== undefined}
          aria-describedby={`header-fault-${index}`}
          onInput={({ currentTarget }) => put({ value: currentTarget.value })}
        />
      </label>
      <button type="button" onClick={() => change(fields.value.filter((_, at) => at !== index))}>
        Remove
      </button>
      <p id={`header-fault-${index}`} class={fault === undefined ? 'soft' : 'fault'}>
        {fault ?? (isToken ? 'If this is a token, write Bearer and a space before it.' : '')}
      </p>
    </div>
  );
}

function change(changed: readonly Field[]): void {
  fields.value = changed.length === 0 ? [{ name: 'Authorization', value: '' }] : changed;
  accessHeaders.value = fields.value
    .filter((field, index) => field.value.trim() !== '' && faultOf(field, index) === undefined)
    .map(({ name, value }) => [name.trim(), value.trim()] as const);
}

/** Returns what is wrong with a header; `undefined` if nothing, or if there is no value yet. */
function faultOf({ name, value }: Field, index: number): string | undefined {
  if (value.trim() === '') return undefined;
  const lower = name.trim().toLowerCase();
  const isTwice = fields.value.findIndex((each) => each.name.trim().toLowerCase() === lower) < index;
  return isTwice ? `There is another ${name.trim()} above.` : checkHeader(name.trim(), value.trim());
}
