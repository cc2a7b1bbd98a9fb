import { Command } from 'commander';
import { optimumCommand } from './anonymise-optimum';

/** `rx anonymise`: the data steward's commands. */
export const anonymiseCommand = (): Command =>
  new Command('anonymise').description('make releases of patient data').addCommand(optimumCommand());
