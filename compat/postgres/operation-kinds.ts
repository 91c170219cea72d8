import type { BatchWriter } from './batch-writer.js';
import { type Fault, seedAlbum, seedPhotos } from './seed-rows.js';

/** Writes one operation, or none if the batch has nothing yet for it to work on. */
type Kind = (batch: BatchWriter) => void;

const createPhoto: Kind = (batch) => {
  const [id, title, album] = [batch.nextId, batch.title(), seedAlbum(batch.number)];
  batch.add({
    method: 'POST',
    url: `/albums/${album}/photos`,
    body: { title },
    mark: title,
    apply: (rows, body) => rows.addPhoto(body.id, { album, title, locked: false }, id),
  });
};

const createAlbum: Kind = (batch) => {
  const [id, title] = [batch.nextId, batch.title()];
  batch.albums.push(id);
  const apply: Parameters<BatchWriter['add']>[0]['apply'] = (rows, body) => rows.addAlbum(body.id, title, id);
  batch.add({ method: 'POST', url: '/albums', body: { title }, touches: [id], apply });
};

const createPhotoInNewAlbum: Kind = (batch) => {
  if (batch.albums.length === 0) return;
  const [id, title, album] = [batch.nextId, batch.title(), batch.random.pick(batch.albums)];
  batch.photos.push(id);
  const url = batch.random.pick([
    { url: `$${album}/photos` },
    {
      url: '/albums/{album}/photos',
      references: [{ at: '/url/album', from: album, value: '/body/id' }],
    },
  ]);
  batch.add({
    method: 'POST',
    ...url,
    body: { title },
    touches: [id],
    apply: (rows, body) => rows.addPhoto(body.id, { album, title, locked: false }, id),
  });
};

const renameAlbum: Kind = (batch) => {
  const [title, album] = [batch.title(), seedAlbum(batch.number)];
  batch.add({
    method: 'PATCH',
    url: `/albums/${album}`,
    body: { title },
    touches: [album],
    apply: (rows) => rows.renameAlbum(album, title),
  });
};

/** Removes an album with all that earlier operations have put there. */
const deleteAlbum: Kind = (batch) => {
  if (!batch.isSequential || batch.albums.length === 0) return;
  const album = batch.random.pick(batch.albums);
  batch.albums = batch.albums.filter((other) => other !== album);
  batch.photos = [];
  batch.add({
    method: 'DELETE',
    url: `$${album}`,
    touches: [album],
    apply: (rows) => rows.removeAlbum(album),
  });
};

const changePhoto: Kind = (batch) => {
  const photo = batch.random.pick([...batch.photos, ...seedPhotos(batch.number).free]);
  const change = batch.random.hasLuck(25) ? { locked: true } : { title: batch.title() };
  batch.add({
    method: 'PATCH',
    url: urlOf(photo),
    body: change,
    touches: [photo],
    apply: (rows) => rows.changePhoto(photo, change),
  });
};

const deletePhoto: Kind = (batch) => {
  const photo = batch.random.pick([...batch.photos, ...seedPhotos(batch.number).free]);
  batch.add({
    method: 'DELETE',
    url: urlOf(photo),
    touches: [photo],
    apply: (rows) => rows.removePhoto(photo),
  });
};

const changeSharedPhoto: Kind = (batch) => {
  writeShared(batch, batch.random.pick(seedPhotos(batch.number).shared));
};

/** Slowly, so that groups wait for each other's locks, and are deadlocked if they take them in different orders. */
const changeBothSharedPhotos: Kind = (batch) => {
  for (const photo of batch.random.shuffle(seedPhotos(batch.number).shared)) writeShared(batch, photo, 'nap');
};

const read: Kind = (batch) => {
  batch.add({
    method: 'GET',
    url: urlOf(batch.random.pick([...batch.photos, seedPhotos(batch.number).locked])),
  });
};

const failByItself: Kind = (batch) => {
  const locked = `/photos/${seedPhotos(batch.number).locked}`;
  batch.add(
    batch.random.pick([
      { method: 'DELETE', url: locked },
      { method: 'PATCH', url: locked, body: { title: batch.title() } },
      { method: 'POST', url: '/albums', body: { title: '' } },
      { method: 'POST', url: '/albums/999999999/photos', body: { title: batch.title() } },
      { method: 'GET', url: '/nowhere' },
    ]),
  );
};

function writeShared(batch: BatchWriter, photo: number, fault?: Fault): void {
  const [title, url] = [batch.title(fault), urlOf(photo)];
  batch.add({ method: 'PATCH', url, body: { title }, apply: (rows) => rows.writeShared(photo, title) });
}

function urlOf(photo: number | string): string {
  return typeof photo === 'number' ? `/photos/${photo}` : `$${photo}`;
}

/** As often as it stands here, each kind comes up. */
export const KINDS: readonly Kind[] = [
  ...[createPhoto, createPhoto, createPhoto, createPhoto, createAlbum, createAlbum],
  ...[createPhotoInNewAlbum, createPhotoInNewAlbum, createPhotoInNewAlbum, renameAlbum, deleteAlbum],
  ...[changePhoto, changePhoto, changePhoto, changePhoto, deletePhoto, deletePhoto],
  ...[changeSharedPhoto, changeSharedPhoto, changeBothSharedPhotos, changeBothSharedPhotos],
  ...[read, failByItself],
];
