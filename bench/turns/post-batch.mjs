// At each message, posts a batch of 8 GETs of `/big` and sends its parent the number of bytes of the answer.
import http from 'node:http';

const [port, accept] = process.argv.slice(2);
const requests = Array.from({ length: 8 }, () => ({ method: 'GET', url: '/big' }));
const options = {
  port,
  path: '/batch',
  method: 'POST',
  headers: { 'content-type': 'application/json', accept },
  agent: false,
};

process.on('message', () => {
  const req = http.request(options);
  req.end(JSON.stringify({ requests }));
  req.once('response', (res) => {
    let size = 0;
    res.on('data', (chunk) => {
      size += chunk.length;
    });
    res.once('end', () => process.send(size));
  });
});
