const PHOTOS = 100_000;
const element = (id) => document.getElementById(id);
const show = (id, text) => {
  element(id).textContent = text;
};

element('start').addEventListener('click', () => void start());

// A page that is loaded again goes on with the import that it has started.
const known = sessionStorage.getItem('monitor');
if (known !== null) follow(known);

async function start() {
  element('start').disabled = true;
  element('failures').replaceChildren();
  show('state', 'Sending the photos…');
  const response = await fetch('photos', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      accept: 'application/json',
      prefer: 'respond-async',
    },
    body: new Blob(photoLines()),
  });
  const answer = await response.json();
  if (response.status !== 202) {
    show('state', answer.detail ?? `The server answered ${response.status}.`);
    element('start').disabled = false;
    return;
  }
  sessionStorage.setItem('monitor', answer.monitor);
  follow(answer.monitor);
}

/** Follows an import until its end. EventSource connects again on its own, and the server goes on where it was. */
function follow(monitor) {
  element('start').disabled = true;
  element('cancel').disabled = false;
  show('state', 'Importing…');
  const startedAt = performance.now();
  let doneBefore;
  const events = new EventSource(monitor);
  const cancel = () => void fetch(monitor, { method: 'DELETE', headers: { accept: 'application/json' } });
  element('cancel').addEventListener('click', cancel);
  events.addEventListener('progress', ({ data }) => {
    const progress = JSON.parse(data);
    doneBefore ??= progress.done;
    showProgress(progress, (progress.done - doneBefore) / ((performance.now() - startedAt) / 1000));
  });
  events.addEventListener('end', ({ data }) => {
    events.close();
    void end(JSON.parse(data));
  });
  const end = async ({ status, progress }) => {
    sessionStorage.removeItem('monitor');
    element('cancel').removeEventListener('click', cancel);
    element('cancel').disabled = true;
    element('start').disabled = false;
    showProgress(progress);
    show('left', '–');
    show('state', status === 'cancelled' ? 'Cancelled.' : 'Done.');
    await showFailures(status === 'cancelled' ? `${monitor}/result` : monitor);
    const { addedTwice } = await (await fetch('photos/count')).json();
    show('twice', addedTwice);
  };
}

function showProgress({ total, done, succeeded, failed, percent }, rate) {
  element('bar').value = percent;
  show('done', `${done.toLocaleString('en')} of ${total.toLocaleString('en')} (${percent} %)`);
  show('succeeded', succeeded.toLocaleString('en'));
  show('failed', failed.toLocaleString('en'));
  if (!(rate > 0)) return;
  show('rate', `${Math.round(rate).toLocaleString('en')} photos a second`);
  show('left', `${Math.ceil((total - done) / rate)} s`);
}

/** Shows the first photos that failed. The outcomes are read line by line, and only as far as needed. */
async function showFailures(result) {
  const response = await fetch(result, { headers: { accept: 'application/x-ndjson' } });
  let rest = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const { href, status, body } = JSON.parse(line);
      if (status >= 400) showFailure(`${href}: ${status} ${body?.errors?.[0]?.detail ?? body?.detail ?? ''}`);
      if (element('failures').childElementCount === 20) return;
    }
  }
}

function showFailure(text) {
  const item = document.createElement('li');
  item.textContent = text;
  element('failures').append(item);
}

function photoLines() {
  return Array.from({ length: PHOTOS }, (_, index) => {
    const id = index + 1;
    return `${JSON.stringify({ id, title: id % 10_000 === 0 ? '' : `Photo ${id}` })}\n`;
  });
}
