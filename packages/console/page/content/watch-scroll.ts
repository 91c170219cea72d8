/** Calls `update` now, and whenever an element is scrolled or its size changes. Returns a function that ends this. */
export function watchScroll(element: HTMLElement, update: () => void): () => void {
  update();
  element.addEventListener('scroll', update, { passive: true });
  const observer = new ResizeObserver(update);
  observer.observe(element);
  return () => {
    element.removeEventListener('scroll', update);
    observer.disconnect();
  };
}
