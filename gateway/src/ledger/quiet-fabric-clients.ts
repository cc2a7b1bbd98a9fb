const silent = (): void => undefined;

/**
 * The older Fabric clients log by themselves, whatever peers and authorities answer, past the allow-list of this
 * gateway's log. Called before they are loaded, this takes their logger from them; errors reach us as errors.
 */
export function quietFabricClients(): void {
  (globalThis as { hfc?: object }).hfc = { logger: { debug: silent, info: silent, warn: silent, error: silent } };
}
