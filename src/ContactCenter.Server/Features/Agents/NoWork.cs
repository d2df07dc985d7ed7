namespace ContactCenter.Server.Features.Agents;

/// <summary>Nobody routes: nobody holds work.</summary>
sealed class NoWork : IAgentWork
{
    public Task<AgentWork> Of(Guid agentId, CancellationToken cancellationToken) => Task.FromResult(new AgentWork(0, 0, false, null));

    public Task<IReadOnlyDictionary<Guid, int>> Loads(IReadOnlyCollection<Guid> agentIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<Guid, int>>(new Dictionary<Guid, int>());
}
