/** Said at every start: what a network in one process cannot give. */
export const trustWarning =
  'one process runs all organisations and holds all their keys: this network gives no trust between organisations; for development and tests alone';
