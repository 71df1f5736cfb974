import { Command } from 'commander';
import { adminCommand } from './admin/command.ts';
import { auditCommand } from './audit/command.ts';
import { dbCommand } from './db/command.ts';
import { deadLettersCommand } from './dead-letters/command.ts';
import { licenceCommand } from './licence/command.ts';
import { queueCommand } from './queue/command.ts';
import { simulateCommand } from './simulate/command.ts';
import { roleCommands, upCommand } from './up/command.ts';
import { VERSION } from './version.ts';

const program = new Command('hawser')
  .description('An IoT cloud that you run yourself.')
  .version(VERSION)
  .showHelpAfterError('Run with --help to see the options.')
  .addCommand(upCommand(), { isDefault: true })
  .addCommand(adminCommand())
  .addCommand(dbCommand())
  .addCommand(queueCommand())
  .addCommand(deadLettersCommand())
  .addCommand(auditCommand())
  .addCommand(licenceCommand())
  .addCommand(simulateCommand());
for (const command of roleCommands()) program.addCommand(command);

await program.parseAsync();
