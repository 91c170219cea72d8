import { testPage } from './run-page.js';

testPage('packages/odata/README.md', {
  close: "if (typeof database !== 'undefined') await database.close();",
  normalize: (text) =>
    text
      .replaceAll('\r\n', '\n')
      .replace(/\b(batchresponse|changesetresponse)_[0-9a-f-]+?(?=(?:--)?$)/gm, '$1'),
});
