using System.Globalization;
using StackExchange.Redis;
using static ContactCenter.Routing.RoutingArguments;

namespace ContactCenter.Routing;

/// <summary>
/// One pool's queue: which agent gets which work item. Each method is one Lua script and one round trip, atomic against
/// every other call of any node. Safe to share between threads; one instance a pool and process is enough.
/// </summary>
/// <remarks>
/// The index in Redis decides fast and can be thrown away at any time; PostgreSQL owns the truth. Every call carries
/// versions, so a call that was given up (<see cref="RedisUnavailableException"/>) may be repeated, and one that a frozen
/// Redis still runs minutes later changes nothing that is newer.
/// </remarks>
public sealed class RoutingQueue
{
    /// <summary>How long a claim may wait for its commit.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(5);

    private readonly RedisConnection _redis;
    private readonly RoutingClock _clock;
    private readonly RoutingKeys _keys;
    private readonly Func<Guid> _callIds;
    private long _epoch;

    /// <summary>Opens a pool; calls nothing yet.</summary>
    /// <param name="redis">The connection.</param>
    /// <param name="clock">Gives <c>now</c> to every script.</param>
    /// <param name="pool">Name of the pool: letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <param name="callIds">Ids of calls, from which ids of offers and leases are made; by default UUIDv7. Replay passes recorded ones.</param>
    /// <exception cref="ArgumentException">The pool's name has other characters.</exception>
    public RoutingQueue(RedisConnection redis, RoutingClock clock, string pool, Func<Guid>? callIds = null)
    {
        _redis = redis;
        _clock = clock;
        _keys = new RoutingKeys(pool);
        _callIds = callIds ?? (() => Guid.CreateVersion7(clock.Now));
        Pool = pool;
    }

    /// <summary>The pool's name.</summary>
    public string Pool { get; }

    /// <summary>Whether epochs that begin by this object are recorded, see <see cref="Recording"/>.</summary>
    public bool Recorded { get; init; }

    /// <summary>What was called, for replay.</summary>
    public PoolRecording Recording => new(this, _redis, _keys);

    /// <summary>
    /// The pool's epoch as PostgreSQL has it. An index that is older answers <see cref="RoutingStatus.Rebuild"/>; a newer
    /// one in an answer raises this value.
    /// </summary>
    public long Epoch
    {
        get => Volatile.Read(ref _epoch);
        set => Volatile.Write(ref _epoch, value);
    }

    /// <summary>
    /// Puts an item into its lane and offers it at once if an agent can take it. Idempotent by id and version: an item known
    /// with a lower version, whether waiting, offered, claimed or owned, is moved to waiting with the new one, which withdraws
    /// a live offer, ends a claim and frees its owner. Sources: outbox, transfer, return to the queue.
    /// </summary>
    /// <returns>Ok; Stale if a newer version is known; Gone if the item ended with this or a newer version; Rebuild.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; the call may still run.</exception>
    public Task<RoutingResult> EnqueueAsync(WorkItem item, CancellationToken ct = default) =>
        CallAsync(RoutingScripts.Enqueue, Item(item), ct);

    /// <summary>
    /// The item ended or left the pool: takes it away from whoever is offered, has claimed or owns it and leaves a tombstone
    /// for 10 minutes, so that a late enqueue of this or an older version changes nothing. Idempotent.
    /// </summary>
    /// <param name="itemId">The item, also one that the queue does not know yet.</param>
    /// <param name="version">Version at which it ended.</param>
    /// <param name="reason">Why, for whoever reads the decisions.</param>
    /// <param name="ct">Ends the waiting, not the call.</param>
    /// <returns>Ok; Stale if a newer version is known; Rebuild.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; the call may still run.</exception>
    public Task<RoutingResult> CancelAsync(Guid itemId, long version, string reason, CancellationToken ct = default) =>
        CallAsync(RoutingScripts.Cancel, [Text(itemId), Version(version), reason], ct);

    /// <summary>
    /// Sets an agent's state, profile and weights. Ready: he is offered the most urgent item he can take. Not ready, or with a
    /// profile that no longer fits: his live offer is withdrawn and the item, if it rings nobody else, offered to others at once.
    /// Work he owns stays his.
    /// </summary>
    /// <returns>Ok, also for the version already known; Stale if a newer one is known; Rebuild.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; the call may still run.</exception>
    public Task<RoutingResult> AgentAsync(AgentSetting agent, CancellationToken ct = default) =>
        CallAsync(RoutingScripts.Agent, Agent(agent), ct);

    /// <summary>
    /// First step of every claim: reserves the item for the agent for <see cref="LeaseTime"/>. Then commit in PostgreSQL, then
    /// <see cref="ConfirmAsync"/> or <see cref="UndoAsync"/>. The same agent's repeated reserve answers the same lease.
    /// </summary>
    /// <param name="itemId">The item: waiting, offered, or owned by another agent (transfer; he keeps it until confirm).</param>
    /// <param name="version">The version the claim is about; must be the one the queue knows.</param>
    /// <param name="agentId">Who shall own it.</param>
    /// <param name="offerId">
    /// The offer he accepts: it must be live and his. Null to claim without one: there must be room. Offers that other agents
    /// have of the item are withdrawn.
    /// </param>
    /// <param name="force">Supervisors only: without an offer, also over a load of 100 and for an agent who is not ready.</param>
    /// <param name="ct">Ends the waiting, not the call.</param>
    /// <returns>Ok with <see cref="RoutingResult.Reservation"/>; Stale; Gone (also while another agent's claim is open); NoRoom; NotReady; Rebuild.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; the call may still run, its lease then ends by itself.</exception>
    public Task<RoutingResult> ReserveAsync(
        Guid itemId, long version, Guid agentId, Guid? offerId = null, bool force = false, CancellationToken ct = default) =>
        CallAsync(
            RoutingScripts.Reserve,
            [Text(itemId), Version(version), Text(agentId), offerId is { } offer ? Text(offer) : "", Flag(force)],
            ct);

    /// <summary>
    /// PostgreSQL committed the claim: the agent owns the item. The commit wins over whatever the index did meanwhile, so this
    /// also holds if the lease is not there any more. Idempotent.
    /// </summary>
    /// <param name="itemId">The item.</param>
    /// <param name="leaseId">The claim.</param>
    /// <param name="agentId">The owner that was committed.</param>
    /// <param name="newVersion">The version that was committed.</param>
    /// <param name="ct">Ends the waiting, not the call.</param>
    /// <returns>Ok; Stale if a newer version is known; Gone if the item is unknown (the reconciler brings it back); Rebuild.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; the call may still run.</exception>
    public Task<RoutingResult> ConfirmAsync(
        Guid itemId, Guid leaseId, Guid agentId, long newVersion, CancellationToken ct = default) =>
        CallAsync(RoutingScripts.Confirm, [Text(itemId), Text(leaseId), Text(agentId), Version(newVersion)], ct);

    /// <summary>
    /// PostgreSQL did not commit the claim: the item goes back to where it was, that is to its place in the lane (offered on at
    /// once) or to the agent who owned it. The offer that was accepted does not come back.
    /// </summary>
    /// <returns>Ok; Gone if this claim is not open any more; Rebuild.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; the call may still run.</exception>
    public Task<RoutingResult> UndoAsync(Guid itemId, Guid leaseId, CancellationToken ct = default) =>
        CallAsync(RoutingScripts.Undo, [Text(itemId), Text(leaseId)], ct);

    /// <summary>
    /// Ends an offer by its agent's word; the item goes on ringing the others whom it is offered to, or is offered on at once, and
    /// not to him for <paramref name="notAgainFor"/>.
    /// </summary>
    /// <param name="offerId">The offer.</param>
    /// <param name="agentId">Its agent.</param>
    /// <param name="notAgainFor">Zero or more; when it is over, a timer makes him a candidate again.</param>
    /// <param name="ct">Ends the waiting, not the call.</param>
    /// <returns>Ok; Gone if the offer is not live or not his; Rebuild.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; the call may still run.</exception>
    public Task<RoutingResult> DeclineAsync(Guid offerId, Guid agentId, TimeSpan notAgainFor, CancellationToken ct = default) =>
        CallAsync(RoutingScripts.Decline, [Text(offerId), Text(agentId), Milliseconds(notAgainFor)], ct);

    /// <summary>
    /// Runs the timers that are due: expires offers, reports ended leases, lets decliners be asked again. Any number of nodes
    /// may call it; each timer acts once. Sleep until <see cref="RoutingResult.NextTimer"/> of the latest answer of any call.
    /// </summary>
    /// <param name="limit">At most so many timers, 1 to 1000.</param>
    /// <param name="ct">Ends the waiting, not the call.</param>
    /// <returns>Ok; Rebuild.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; the call may still run, the decisions' stream then tells.</exception>
    public Task<RoutingResult> DueAsync(int limit = 100, CancellationToken ct = default) =>
        CallAsync(RoutingScripts.Due, [Math.Clamp(limit, 1, 1000)], ct);

    /// <summary>
    /// The agent is done with the item: frees his load, leaves a tombstone for 10 minutes, and offers him the most urgent item
    /// he can take. Idempotent.
    /// </summary>
    /// <param name="itemId">The item.</param>
    /// <param name="version">Version at which it was completed; the owned version or newer.</param>
    /// <param name="agentId">Who owned it.</param>
    /// <param name="ct">Ends the waiting, not the call.</param>
    /// <returns>Ok; Stale if a newer version is known; Gone if at this very version the item is not his; Rebuild.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; the call may still run.</exception>
    public Task<RoutingResult> CompleteAsync(Guid itemId, long version, Guid agentId, CancellationToken ct = default) =>
        CallAsync(RoutingScripts.Complete, [Text(itemId), Version(version), Text(agentId)], ct);

    /// <summary>
    /// Sets what of the pool is guaranteed to which clients and what they may take at most; for offers from now on. A client
    /// whose work (owned, claimed and offered) takes less than is guaranteed to it goes first, one that takes its cap or more
    /// goes only if nobody else waits for that agent; by deadline within each.
    /// </summary>
    /// <returns>Ok; Stale if a newer version is known; Rebuild.</returns>
    /// <exception cref="ArgumentException">A share is not 1 to 100, or more than 100 % are guaranteed.</exception>
    /// <exception cref="RedisUnavailableException">No answer in time; the call may still run.</exception>
    public Task<RoutingResult> SharesAsync(PoolShares shares, CancellationToken ct = default) => CallAsync(RoutingScripts.Shares, Shares(shares), ct);

    /// <summary>Reads the counters of the live board in one consistent picture. O(lanes); looks at no item and no agent.</summary>
    /// <exception cref="RedisUnavailableException">No answer in time.</exception>
    public async Task<RoutingSnapshot> SnapshotAsync(CancellationToken ct = default)
    {
        var at = _clock.Now;
        return RoutingAnswer.ToSnapshot(await EvaluateAsync(RoutingScripts.Snapshot, at, [], ct), at);
    }

    /// <summary>How many items of these queues wait, are offered and are in service, in one consistent picture. Looks at no item.</summary>
    /// <returns>All that were asked about; null if the index is missing.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time.</exception>
    public async Task<IReadOnlyDictionary<Guid, QueueNumbers>?> QueuesAsync(IReadOnlyList<Guid> queueIds, CancellationToken ct = default) => RoutingAnswer.ToQueues(
        await EvaluateAsync(RoutingScripts.Queues, _clock.Now, [.. queueIds.Select(id => (RedisValue)Text(id))], ct), queueIds);

    /// <summary>Place of an item in its lane, and how long it may wait by how fast the lane moved recently.</summary>
    /// <returns>The place; null if the item is unknown, owned or ended, or the index is missing.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time.</exception>
    public async Task<LanePosition?> PositionAsync(Guid itemId, CancellationToken ct = default) =>
        RoutingAnswer.ToPosition(await EvaluateAsync(RoutingScripts.Position, _clock.Now, [Text(itemId)], ct));

    /// <summary>Why an item waits: what keeps the agents of its client from it right now. Looks at profiles, not at agents.</summary>
    /// <returns>Null if it does not wait, or the index is missing.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time.</exception>
    public async Task<WaitExplanation?> ExplainAsync(Guid itemId, CancellationToken ct = default) =>
        RoutingAnswer.ToExplanation(await EvaluateAsync(RoutingScripts.Explain, _clock.Now, [Text(itemId)], ct));

    /// <summary>To which of these agents an item of that lane would go if it came now, and what keeps the others from it.</summary>
    /// <returns>Null if the index is missing.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time.</exception>
    public async Task<OfferPreview?> PreviewAsync(Lane lane, bool bestSkilled, IReadOnlyList<Guid> agentIds, CancellationToken ct = default) =>
        RoutingAnswer.ToPreview(
            await EvaluateAsync(
                RoutingScripts.Preview, _clock.Now,
                [lane.Name, ChannelWeights.DefaultFor(lane.Channel), Flag(bestSkilled), .. agentIds.Select(id => (RedisValue)Text(id))], ct),
            agentIds);

    /// <summary>What an agent holds.</summary>
    /// <returns>His load and open offer; null if he is unknown or the index is missing.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time.</exception>
    public async Task<AgentLoad?> AgentLoadAsync(Guid agentId, CancellationToken ct = default) =>
        RoutingAnswer.ToAgentLoad(await EvaluateAsync(RoutingScripts.AgentLoad, _clock.Now, [Text(agentId)], ct));

    /// <summary>
    /// Starts a rebuild: throws the pool's index away (the decisions' stream stays) and answers withdrawn offers. Until the
    /// first waiting items are loaded every other call answers Rebuild. Call it under the pool's exclusive lock with a freshly
    /// raised epoch. A load that makes no progress for 10 s counts as abandoned.
    /// </summary>
    /// <returns>
    /// Ok, also if this epoch is being loaded already; Stale if the index has this epoch or a newer one; Rebuild while the pool
    /// is being moved within a cluster: begin again.
    /// </returns>
    /// <exception cref="RedisUnavailableException">No answer in time; the call may still run.</exception>
    public Task<RoutingResult> BeginLoadAsync(long epoch, PoolShares? shares = null, CancellationToken ct = default) =>
        CallAsync(RoutingScripts.BeginLoad, [Version(epoch), .. Shares(shares), Flag(Recorded)], ct);

    /// <summary>
    /// Loads one batch (some hundred entries at most). First all agents, then all owned items (an agent's lightest first), then the waiting ones in order
    /// of their deadline: routing begins with the first batch that has waiting items. Idempotent by ids and versions.
    /// </summary>
    /// <returns>Ok with the decisions made; Stale if this epoch is not being loaded.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; repeat the batch.</exception>
    public Task<RoutingResult> LoadAsync(
        long epoch,
        IReadOnlyList<AgentSetting> agents,
        IReadOnlyList<OwnedItem> owned,
        IReadOnlyList<WorkItem> waiting,
        CancellationToken ct = default)
    {
        List<RedisValue> arguments = [Version(epoch), agents.Count, owned.Count, waiting.Count];
        foreach (var agent in agents) arguments.AddRange(Agent(agent));
        foreach (var (item, agentId) in owned)
        {
            arguments.AddRange(Item(item));
            arguments.Add(Text(agentId));
        }

        foreach (var item in waiting) arguments.AddRange(Item(item));
        return CallAsync(RoutingScripts.Load, [.. arguments], ct);
    }

    /// <summary>Ends a rebuild; without it the load counts as abandoned after 10 s.</summary>
    /// <returns>Ok, also if it has ended already; Stale if the index has another epoch.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; repeat it.</exception>
    public Task<RoutingResult> EndLoadAsync(long epoch, CancellationToken ct = default) =>
        CallAsync(RoutingScripts.EndLoad, [Version(epoch)], ct);

    /// <summary>
    /// Reads the items that the index holds, a page at a time, so that they can be compared with PostgreSQL. Not one moment's
    /// picture: what changes meanwhile may be in it once, twice or not at all.
    /// </summary>
    /// <param name="cursor">0 for the first page, then <see cref="IndexPage{T}.Next"/> until that is 0 again.</param>
    /// <param name="count">About how many, 1 or more; tombstones count and are left out.</param>
    /// <param name="ct">Ends the waiting, not the call.</param>
    /// <exception cref="RedisUnavailableException">No answer in time.</exception>
    public async Task<IndexPage<IndexedItem>> ReviewItemsAsync(long cursor, int count, CancellationToken ct = default) =>
        RoutingAnswer.ToItems(await EvaluateAsync(RoutingScripts.Review, _clock.Now, ["items", cursor, count], ct));

    /// <summary>The same for agents.</summary>
    /// <param name="cursor">As for items.</param>
    /// <param name="count">As for items.</param>
    /// <param name="ct">Ends the waiting, not the call.</param>
    /// <exception cref="RedisUnavailableException">No answer in time.</exception>
    public async Task<IndexPage<IndexedAgent>> ReviewAgentsAsync(long cursor, int count, CancellationToken ct = default) =>
        RoutingAnswer.ToAgents(await EvaluateAsync(RoutingScripts.Review, _clock.Now, ["agents", cursor, count], ct));

    /// <summary>
    /// Makes the index believe what PostgreSQL says of an item: owned by <paramref name="ownerId"/>, or waiting. Changes
    /// nothing where it is so already or where a claim of this version is open (its lease settles it).
    /// </summary>
    /// <returns>Ok; Stale if the index knows a newer version than PostgreSQL, which no repair of one item can mend; Rebuild.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; the call may still run.</exception>
    public Task<RoutingResult> RepairAsync(WorkItem item, Guid? ownerId, CancellationToken ct = default) =>
        CallAsync(RoutingScripts.Repair, [.. Item(item), ownerId is { } owner ? Text(owner) : ""], ct);

    /// <summary>Reads the decisions' stream, oldest first. It also works while the index is being rebuilt.</summary>
    /// <param name="afterId">The last <see cref="Decision.Id"/> already handled; null from the start of the stream.</param>
    /// <param name="count">At most so many, 1 or more.</param>
    /// <param name="ct">Ends the waiting, not the call.</param>
    /// <exception cref="RedisUnavailableException">No answer in time.</exception>
    public async Task<IReadOnlyList<Decision>> ReadDecisionsAsync(string? afterId, int count, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var from = afterId is null ? "-" : "(" + afterId;
        return RoutingAnswer.ToDecisions(await _redis.ExecuteAsync("XRANGE", [_keys.Decisions, from, "+", "COUNT", count], ct));
    }

    /// <summary>Drops the stream up to and including <paramref name="uptoId"/>, once PostgreSQL has it.</summary>
    /// <exception cref="RedisUnavailableException">No answer in time; repeat it or leave it to the next trim.</exception>
    public Task TrimDecisionsAsync(string uptoId, CancellationToken ct = default)
    {
        // MINID keeps the id it is given; the next number in the same epoch is the first to stay.
        var parts = uptoId.Split('-');
        var firstKept = string.Create(CultureInfo.InvariantCulture, $"{parts[0]}-{long.Parse(parts[1], CultureInfo.InvariantCulture) + 1}");
        return _redis.ExecuteAsync("XTRIM", [_keys.Decisions, "MINID", firstKept], ct);
    }

    private async Task<RoutingResult> CallAsync(string script, RedisValue[] arguments, CancellationToken ct)
    {
        var result = RoutingAnswer.ToResult(await EvaluateAsync(script, _clock.Now, arguments, ct));
        var known = Epoch;
        while (result.Epoch > known)
        {
            var seen = Interlocked.CompareExchange(ref _epoch, result.Epoch, known);
            if (seen == known) break;
            known = seen;
        }

        return result;
    }

    // What every script gets before its own arguments; Lua/includes/pool.lua reads it.
    internal Task<RedisResult> EvaluateAsync(string script, RedisValue[] arguments, CancellationToken ct) =>
        EvaluateAsync(script, _clock.Now, arguments, ct);

    private async Task<RedisResult> EvaluateAsync(string script, DateTimeOffset now, RedisValue[] arguments, CancellationToken ct)
    {
        // Offers made in the call replace the last four digits by their number.
        var callId = string.Concat(Text(_callIds()).AsSpan(0, 32), "0000");
        RedisValue[] all = [Instant(now), Epoch, _redis.ServerIdFor(_keys.Pool[0]), callId, .. arguments];
        try
        {
            return await _redis.EvaluateAsync(script, _keys.Pool, all, ct);
        }
        catch (RedisServerException failure) when (failure.Message.Contains("non local key", StringComparison.Ordinal))
        {
            // The pool's slot is leaving this node of the cluster. The script may have run half, so this index is not to be believed.
            await _redis.ExecuteAsync("HDEL", [_keys.Pool[0], "phase"], ct);
            throw new RedisUnavailableException("The pool is being moved to another node.", failure);
        }
    }
}
