/** The columns that only a wide list has: true for those that are shown. */
export interface Columns {
  readonly details: boolean;
  readonly time: boolean;
}

/** What the lines of the list have in common. */
export interface LineProps {
  readonly id: string;
  /** The number of the line among all lines, from 1, with the head of the table. */
  readonly rowIndex: number;
  /** True for the line that keys act on. */
  readonly isActive: boolean;
  /** True if it is open beside the list. */
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly columns: Columns;
}
