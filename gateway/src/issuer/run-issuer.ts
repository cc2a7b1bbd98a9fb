import { createIssuerApp, WARNING } from './issuer-app';
import { readIssuerConfig } from './issuer-config';
import { openIssuerFiles } from './issuer-files';

/** Runs the test issuer until the process is told to stop. */
export async function runIssuer(configFile: string): Promise<void> {
  const config = readIssuerConfig(configFile);
  const app = await createIssuerApp(config, await openIssuerFiles(config));
  const address = await app.listen(config.http);
  process.stdout.write(`${address}: ${WARNING}\n`);
  const stop = (): void => {
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
