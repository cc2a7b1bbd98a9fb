import { Command } from 'commander';

/** `rx gateway`: runs one organisation's gateway in the foreground. */
export const gatewayCommand = (): Command =>
  new Command('gateway')
    .description('run the gateway of an organisation')
    .requiredOption('--config <file>', 'configuration, JSON or YAML')
    .action(async ({ config }: { config: string }) => {
      const { runGateway } = await import('../main.js');
      await runGateway(config);
    });
