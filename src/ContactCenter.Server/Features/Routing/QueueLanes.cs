using System.Collections.Concurrent;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;
using SkillLevel = ContactCenter.Routing.SkillLevel;

namespace ContactCenter.Server.Features.Routing;

/// <summary>Queues and agents in the index's words.</summary>
static class QueueLanes
{
    /// <summary>The queue's skills by their keys, as a lane names them, and its steps for what has waited since then.</summary>
    public static async Task<(IReadOnlyList<SkillLevel> Skills, IReadOnlyList<ItemRelaxation> Relaxations)> Asks(
        AppDb db, Queue queue, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var keys = await SkillKeys.Of(db, queue.Skills.Concat(queue.Relaxations.SelectMany(r => r.Skills)).Select(s => s.SkillId), cancellationToken);
        return (Named(queue.Skills), [.. queue.Relaxations.Select(r => new ItemRelaxation(since.AddSeconds(r.AfterSeconds), Named(r.Skills)))]);

        IReadOnlyList<SkillLevel> Named(IReadOnlyList<QueueSkill> skills) => [.. skills.Select(s => new SkillLevel(keys[s.SkillId], s.Level))];
    }

    /// <summary>As that pool is to know him: one that he has left offers him nothing.</summary>
    public static AgentSetting ToSetting(AgentProfile agent, string pool) => new()
    {
        Id = agent.Id, Version = agent.Version, Profile = ToProfile(agent), Weights = agent.Weights,
        Ready = agent.State == AgentState.Ready && agent.Pool == pool, IdleSince = agent.IdleSince,
    };

    public static Profile ToProfile(AgentProfile agent) => new(
        [.. agent.Clients], [.. agent.Weights.Keys], [.. agent.Skills.Select(s => new SkillLevel(s.Key, s.Level))]);
}

static class QueueHours
{
    /// <summary>When one opens that never does, until its hours are changed: the same for all that waits for it.</summary>
    static readonly DateTimeOffset Never = new(2999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When a queue with that calendar opens, if it is closed then; null when it is open, as one without a calendar always is.</summary>
    public static async Task<DateTimeOffset?> OpensAfter(AppDb db, Guid? calendarId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (calendarId is not { } calendar || await CalendarIds.Hours(db, calendar, cancellationToken) is not { } hours || hours.IsOpen(at)) return null;
        return hours.NextOpening(at) ?? Never;
    }
}

/// <summary>
/// Whether a queue is open and anybody who is signed in for work, in its pool or where it overflows to, could serve it now; otherwise a visitor is told that he will be answered
/// later. Agents are the operator's, so it looks in a scope of its own; an answer is good for two seconds.
/// </summary>
public sealed class OnDuty(IServiceScopeFactory scopes, TimeProvider time)
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    readonly ConcurrentDictionary<Guid, Remembered<bool>> answers = new();

    public Task<bool> ForQueue(Guid queueId, CancellationToken cancellationToken) =>
        answers.GetOrAdd(queueId, id => new(Fresh, time, () => Look(id))).Get(cancellationToken);

    async Task<bool> Look(Guid queueId)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        var queue = await db.Set<Queue>().AsNoTracking().SingleOrDefaultAsync(q => q.Id == queueId);
        if (queue is not { Active: true } || await QueueHours.OpensAfter(db, queue.CalendarId, time.GetUtcNow(), default) is not null) return false;
        var lane = new Lane(queue.ClientId, "chat", (await QueueLanes.Asks(db, queue, default, default)).Skills);
        return (await AgentProfiles.ReadAll(db, default))
            .Any(a => (a.Pool == queue.Pool || a.Pool == queue.OverflowPool) && QueueLanes.ToProfile(a).Fits(lane));
    }
}

public static class QueuePosition
{
    /// <summary>
    /// Place in the lane, from 1, 0 while an agent is asked, and how long it may wait; null when it does not wait there or the
    /// index cannot say.
    /// </summary>
    public static async Task<(int Place, TicketWait? Wait)?> Of(RoutingQueues queues, Guid ticketId, string pool, CancellationToken cancellationToken)
    {
        try
        {
            return await queues.Of(pool).PositionAsync(ticketId, cancellationToken) is { } found ? (found.Place, Seconds(found.Wait)) : null;
        }
        catch (RedisUnavailableException)
        {
            return null;
        }
    }

    public static TicketWait? Seconds(ExpectedWait? wait) =>
        wait is null ? null : new((int)Math.Floor(wait.Shortest.TotalSeconds), (int)Math.Ceiling(wait.Longest.TotalSeconds));
}
