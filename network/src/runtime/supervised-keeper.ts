import type { NetworkDirectory } from '../directory/network-directory';
import { cleanUpAfter, findSupervisor } from '../supervision/find-supervisor';
import { endSupervisor, launchSupervisor } from '../supervision/launch';
import type { Keeper } from './keeper';
import { fileLogs } from './file-logs';
import { supervisedHost } from './supervised-host';

/** Keeps processes of this machine alive by a supervisor of the network's own. */
export const supervisedKeeper = (directory: NetworkDirectory): Keeper => ({
  async find() {
    const found = findSupervisor(directory.root);
    if (found.state === 'running') return { state: 'running', host: supervisedHost(found.control) };
    if (found.state === 'absent') return found;
    return { state: 'crashed', cleanUp: () => cleanUpAfter(directory.root, found.left) };
  },
  launch: async () => supervisedHost(await launchSupervisor(directory.root)),
  shutdown: () => endSupervisor(directory.root),
  logs: fileLogs(directory.logs),
});
