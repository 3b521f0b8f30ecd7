import type { ApiRooms } from '../rooms.ts';
import type { Handlers } from '../route.ts';
import type { doctorRoutes } from './routes.ts';

export function doctorHandlers({ doctor }: ApiRooms): Handlers<typeof doctorRoutes> {
  return {
    examine: async ({ context, now, actor }) => {
      const report = await doctor.examine(context, now, actor.account, actor.region);
      const findings = report.findings.map((one) => ({ ...one, command: one.command ?? null }));
      return { ...report, findings };
    },
  };
}
