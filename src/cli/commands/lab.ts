import { Argument } from 'commander'
import { startLab } from '../../node/index.ts'
import type { Command } from '../command.ts'
import { demonstrate } from '../lab/demonstrate.ts'
import { describeLab } from '../lab/describe-lab.ts'
import { keepRunning } from '../lab/keep-running.ts'
import { readLabRequest } from '../lab/lab-request.ts'

/** Real services with real Log4j releases, for users who want to see it themselves. */
export const lab: Command = {
  name: 'lab',
  summary: 'Start a real service with a real, deliberately vulnerable Log4j on loopback.',
  examples: [
    ['fireline lab demo', 'start a vulnerable service, probe it, show the proof'],
    ['fireline lab list', 'servers and Log4j releases to choose from'],
    ['fireline lab start tomcat --log4j 2.12.1', 'until Ctrl-C; prints its URL'],
    ['fireline lab start sun --layout ctx --no-lookups', 'vulnerable although formatMsgNoLookups is set'],
  ],

  declare(command) {
    command
      .addArgument(new Argument('<action>', 'what to do').choices(['list', 'start', 'demo']))
      .argument('[server]', 'the web server in front of Log4j, as `lab list` shows them')
      .option('--log4j <release>', 'a Log4j release of the lab', '2.14.1')
      .option('--port <number>', 'the port on 127.0.0.1; 0 takes a free one', '0')
      .option('--layout <name>', 'message, or ctx: a layout with a context lookup (CVE-2021-45046)', 'message')
      .option('--no-lookups', 'set log4j2.formatMsgNoLookups, the mitigation that was advised first')
      .option('--log <fields>', 'fields that go into log messages, such as header:User-Agent,query:*,path')
      .option('--context <fields>', 'fields that go into the thread context; default header:X-Login-Id')
  },

  async run([action = '', server], options, io) {
    if (action === 'list') return await describeLab(io)
    if (action === 'demo') return await demonstrate(io)
    const request = readLabRequest(server, options)
    const service = await startLab(request, { tell: (text) => io.tell(text), signal: io.signal })
    return await keepRunning(service, request, io)
  },
}
