import { type PhotoRow, seedAlbum, seedPhotos, seedTitle } from './seed-rows.js';

/** A row by its number, or by the id of the operation that makes it. */
export type RowRef = number | string;

/** The rows of one batch, as they have to be after the operations that are told to it, in their order. */
export class ExpectedRows {
  readonly albums: Map<number, string> = new Map();
  readonly photos: Map<number, PhotoRow> = new Map();
  /** Titles of photos that several operations write in no known order: any of them may be the last. */
  readonly titles: Map<number, string[]> = new Map();
  readonly #made: Map<string, number> = new Map();

  constructor(batch: number) {
    const [albumId, title] = [seedAlbum(batch), seedTitle(batch)];
    const { free, locked, shared } = seedPhotos(batch);
    this.albums.set(albumId, title);
    for (const id of [...free, ...shared]) this.photos.set(id, { albumId, title, locked: false });
    this.photos.set(locked, { albumId, title, locked: true });
  }

  addAlbum(id: number, title: string, operation: string): void {
    this.#made.set(operation, id);
    this.albums.set(id, title);
  }

  addPhoto(id: number, photo: Omit<PhotoRow, 'albumId'> & { album: RowRef }, operation: string): void {
    this.#made.set(operation, id);
    const { album, ...rest } = photo;
    this.photos.set(id, { albumId: this.#numberOf(album), ...rest });
  }

  renameAlbum(album: RowRef, title: string): void {
    this.albums.set(this.#numberOf(album), title);
  }

  changePhoto(ref: RowRef, change: Partial<PhotoRow>): void {
    const id = this.#numberOf(ref);
    const photo = this.photos.get(id);
    if (photo === undefined) throw new Error(`Photo ${id} was changed where there is none`);
    this.photos.set(id, { ...photo, ...change });
  }

  writeShared(photo: number, title: string): void {
    this.titles.set(photo, [...(this.titles.get(photo) ?? []), title]);
  }

  removePhoto(ref: RowRef): void {
    this.photos.delete(this.#numberOf(ref));
  }

  removeAlbum(ref: RowRef): void {
    const id = this.#numberOf(ref);
    this.albums.delete(id);
    for (const [photo, { albumId }] of this.photos) if (albumId === id) this.photos.delete(photo);
  }

  #numberOf(ref: RowRef): number {
    const id = typeof ref === 'number' ? ref : this.#made.get(ref);
    if (id === undefined) throw new Error(`Operation ${ref} was used but has made nothing`);
    return id;
  }
}
