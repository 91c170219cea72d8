import { type Signal, signal } from '@preact/signals';
import { section } from '../model/section.js';
import { takeFile } from './explain-source.js';

/** True while a file is dragged over the page. */
export const isDragging: Signal<boolean> = signal(false);

/** Takes a file that is dropped anywhere on the page, and shows the section that explains it. Returns a function that ends this. */
export function watchDrops(): () => void {
  const listeners = new AbortController();
  const listen = (
    type: 'dragenter' | 'dragover' | 'dragleave' | 'drop',
    react: (event: DragEvent) => void,
  ): void => {
    window.addEventListener(
      type,
      (event) => {
        // Text can be dragged into an editor as usual.
        if (event.dataTransfer?.types.includes('Files') === true) react(event);
      },
      { signal: listeners.signal },
    );
  };
  const accept = (event: DragEvent): void => {
    // Otherwise, the browser would leave the page and open the file.
    event.preventDefault();
    isDragging.value = true;
  };
  listen('dragenter', accept);
  listen('dragover', accept);
  listen('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) isDragging.value = false;
  });
  listen('drop', (event) => {
    event.preventDefault();
    isDragging.value = false;
    if (takeFile(event.dataTransfer?.files)) section.value = 'explain';
  });
  return () => listeners.abort();
}
