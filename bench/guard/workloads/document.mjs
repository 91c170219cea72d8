import { toPhoto } from '../../apps/photo.mjs';
import { loadPackage } from './load-package.mjs';

const RESPONSES = 100;

/**
 * A document of 100 responses, written over and over.
 *
 * @param {object} options
 * @param {string} options.root the build, as in `loadPackage`
 * @param {'json' | 'xml'} options.format
 */
export async function prepare({ root, format }) {
  const { createMultistatus, toJsonText } = await loadPackage(root, 'document');
  const { toXmlText } = await loadPackage(root, 'document', 'xml-writer');
  const report = createMultistatus({ summary: true });
  for (let id = 0; id < RESPONSES; id += 1) {
    report.response({
      id: `${id}`,
      href: `/photos/${id}`,
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: { encoding: 'json', text: JSON.stringify(toPhoto(id)) },
    });
  }
  const document = report.toDocument();
  const write =
    format === 'json'
      ? () => toJsonText(document)
      : () => toXmlText(document, { operationsPath: '/batch/operations/' });
  return (amount) => {
    for (let left = amount; left > 0; left -= 1) Buffer.from(write());
    return amount * RESPONSES;
  };
}
