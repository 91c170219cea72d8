import type { JSX } from 'preact';
import { accessPanelOpen } from '../model/access-panel.js';
import { endpointState } from '../model/endpoint.js';
import { loadEndpoint } from '../model/load-endpoint.js';
import type { PageConfig } from '../page-config.js';

/** How many characters of the base path are shown. */
const MAX_PATH = 100;

/** The limits and the base path of the endpoint, or why they are not known. */
export function EndpointLine({ config }: { readonly config: PageConfig }): JSX.Element {
  const state = endpointState.value;
  if (state?.problem !== undefined) {
    return (
      <p class="notice" role="alert">
        <span>{state.problem}</span>
        {state.needsAccess === true ? (
          <button type="button" onClick={() => (accessPanelOpen.value = true)}>
            Add credentials
          </button>
        ) : null}
        <button type="button" onClick={() => void loadEndpoint(config.endpoint)}>
          Try again
        </button>
      </p>
    );
  }
  const { limits = {}, basePath = '' } = state?.description ?? {};
  const { maxOperations, maxUnsafeOperations, maxBodyBytes } = limits;
  const facts = [
    maxOperations && `At most ${maxOperations} ${maxOperations === 1 ? 'operation' : 'operations'}`,
    maxUnsafeOperations !== undefined &&
      maxUnsafeOperations !== maxOperations &&
      `${maxUnsafeOperations} of them that change something`,
    maxBodyBytes && sizeOf(maxBodyBytes),
    basePath !== '' && `URLs begin with ${basePath.slice(0, MAX_PATH)}`,
  ].filter((fact) => typeof fact === 'string');
  return (
    <p class="soft limits">
      {facts.length === 0 ? 'Tab leaves the editor.' : `${facts.join(', ')}. Tab leaves the editor.`}
    </p>
  );
}

function sizeOf(bytes: number): string {
  if (bytes < 10_240) return `${bytes} bytes`;
  return bytes < 1_048_576
    ? `${Math.floor(bytes / 1_024)} KiB`
    : `${Math.floor((bytes * 10) / 1_048_576) / 10} MiB`;
}
