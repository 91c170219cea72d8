/** A post. A closed one takes no more comments. */
export interface Post {
  readonly title: string;
  readonly closed: boolean;
}

/** A comment on a post. A hidden one is not shown with its post. */
export interface Comment {
  readonly postId: string;
  readonly text: string;
  readonly hidden?: boolean;
}

/** An item and the id that it is stored under. */
export type Stored<Item> = Item & { readonly id: string };

/** Items in memory by their id. Ids count up from 1, and are never reused. */
export class Collection<Item> extends Map<string, Stored<Item>> {
  #lastId = 0;

  /** Stores an item under the next id. */
  add(item: Item): Stored<Item> {
    this.#lastId += 1;
    return this.put({ id: String(this.#lastId), ...item });
  }

  /** Stores an item under its own id, and replaces the one that was there. */
  put(item: Stored<Item>): Stored<Item> {
    this.set(item.id, item);
    return item;
  }
}

/** Everything that the blog stores. */
export interface Store {
  readonly posts: Collection<Post>;
  readonly comments: Collection<Comment>;
}

/** Creates a store of two posts, 1 and 2, with a comment each; post 2 is closed. */
export function createStore(): Store {
  const posts = new Collection<Post>();
  const comments = new Collection<Comment>();
  posts.add({ title: 'Tram 28, uphill', closed: false });
  posts.add({ title: 'Where to hear fado', closed: true });
  comments.add({ postId: '1', text: 'Sit on the left.' });
  comments.add({ postId: '2', text: 'Not on a Monday.' });
  return { posts, comments };
}
