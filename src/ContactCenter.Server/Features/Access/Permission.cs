namespace ContactCenter.Server.Features.Access;

/// <summary>What a role can allow. A route names the one it needs on its own line.</summary>
public static class Permission
{
    public const string TicketsRead = "tickets.read";
    public const string TicketsWork = "tickets.work";
    public const string TicketsAssign = "tickets.assign";
    public const string BoardRead = "board.read";
    public const string AgentsRead = "agents.read";
    public const string AgentsState = "agents.state";
    public const string AgentsManage = "agents.manage";
    public const string ClientsRead = "clients.read";
    public const string ClientsManage = "clients.manage";
    public const string QueuesRead = "queues.read";
    public const string QueuesManage = "queues.manage";
    public const string ChannelsRead = "channels.read";
    public const string ChannelsManage = "channels.manage";
    public const string UsersManage = "users.manage";
    public const string SimulationsRun = "simulations.run";
    public const string OperationsManage = "operations.manage";

    public static readonly IReadOnlyList<string> All =
    [
        TicketsRead, TicketsWork, TicketsAssign, BoardRead, AgentsRead, AgentsState, AgentsManage, ClientsRead, ClientsManage,
        QueuesRead, QueuesManage, ChannelsRead, ChannelsManage, UsersManage, SimulationsRun, OperationsManage,
    ];
}
