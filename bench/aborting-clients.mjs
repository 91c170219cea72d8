// Clients that leave in the middle of a batch, in a thread of their own so that the server's heap is its own.
import { connect } from 'node:net';
import { parentPort, workerData as port } from 'node:worker_threads';

const AT_ONCE = 50;
const URLS = ['/now', '/later', '/stream', '/never'];

let seed = 20;
/** The same numbers in every run: 0 up to 1. */
function random() {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
}

function toMessage() {
  const requests = Array.from({ length: 10 }, (_, index) => ({
    id: `${index}`,
    method: index % 3 === 0 ? 'POST' : 'GET',
    url: URLS[Math.floor(random() * URLS.length)],
    ...(index % 3 === 0 ? { body: { title: 'Tram 28' } } : {}),
    ...(index % 4 === 3 ? { dependsOn: [`${index - 1}`] } : {}),
  }));
  const body = JSON.stringify({ requests });
  const head = `POST /batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  return head + body;
}

/** Leaves before the request is whole, right after it, or some milliseconds into the batch. */
function leaveInTheMiddle() {
  return new Promise((resolve) => {
    const message = toMessage();
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => undefined).on('close', resolve);
    const kind = random();
    if (kind < 0.1) socket.write(message.slice(0, message.length / 2), () => socket.destroy());
    else if (kind < 0.2) socket.write(message, () => socket.destroy());
    else socket.write(message, () => setTimeout(() => socket.destroy(), random() * 25));
  });
}

async function leave(batches) {
  let left = batches;
  const leaveOneByOne = async () => {
    for (; left > 0; left -= 1) await leaveInTheMiddle();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, leaveOneByOne));
  parentPort.postMessage('done');
}

parentPort.on('message', (batches) => void leave(batches));
