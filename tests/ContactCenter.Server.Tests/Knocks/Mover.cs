using ContactCenter.History;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>A supervisor who never rests: assigns what waits, sometimes over the load, and sends on what somebody has.</summary>
internal sealed class Mover(Floor floor, Caller caller, Random random)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(Scale.Of(400, 200));

    public async Task Work(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var listed = await caller.Call(HttpMethod.Get, "tickets?view=all&limit=30");
            if (listed.Done)
            {
                var open = listed.Body.GetProperty("items").EnumerateArray()
                    .Where(t => t.GetProperty("status").GetString() is "waiting" or "assigned")
                    .Select(t => (Id: t.GetProperty("id").GetGuid(), Waits: t.GetProperty("status").GetString() == "waiting")).ToList();
                if (open.Count > 0)
                {
                    var (ticket, waits) = open[random.Next(open.Count)];
                    await Move(ticket, waits);
                }
            }
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task Move(Guid ticket, bool waits)
    {
        var (agent, force) = (floor.Desks[random.Next(floor.Desks.Count)].Id, random.Next(3) == 0);
        if (random.Next(2) == 0) await caller.Call(HttpMethod.Post, $"tickets/{ticket}/transfer", new { queueId = floor.Queues[random.Next(floor.Queues.Count)] });
        else if (waits) Log(await caller.Call(HttpMethod.Post, $"tickets/{ticket}/assign", new { agentId = agent, force }), force);
        else Log(await caller.Call(HttpMethod.Post, $"tickets/{ticket}/transfer", new { agentId = agent }), forced: false);

        void Log(Heard heard, bool forced) => floor.Log.Add(new Act(Operation.Assign, heard.Node, "supervisor", heard.Start, heard.End)
        {
            Status = heard.Status, Code = heard.Code, Ticket = ticket, Agent = agent, Forced = forced,
        });
    }
}
