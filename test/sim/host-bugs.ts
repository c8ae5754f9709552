/** How a planted bug of the engine shows to the machine. */
export interface HostBug {
  readonly skipsSync?: (path: string) => boolean;
  readonly skipsFolderSync?: (path: string) => boolean;
  /** Called in place of a rename, which `act` does. */
  readonly rename?: (to: string, act: () => void) => void;
  /** Told of each file that is looked for or read. */
  readonly reading?: (path: string) => void;
  /** Told of each transaction that was committed. */
  readonly committed?: (file: string) => void;
}
