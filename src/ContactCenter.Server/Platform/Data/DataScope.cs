namespace ContactCenter.Server.Platform.Data;

/// <summary>Who is at work: kind (agent, visitor, system, job), his id and the event or request that made him act.</summary>
public sealed record Actor(string Kind, Guid? Id, Guid? Cause = null)
{
    public static readonly Actor System = new("system", null);

    public override string ToString() => Id is { } id ? $"{Kind}:{id}" : Kind;
}

/// <summary>Whom of the operator's people a unit of work may see: none, those who serve its clients, or all.</summary>
public enum People { Nobody, Served, Everybody }

/// <summary>
/// What this unit of work may see. The database enforces it (row-level security reads it on every opened connection);
/// nothing is visible until somebody says whose work it is. Set it once, before the first query.
/// </summary>
public class DataScope
{
    public IReadOnlyCollection<Guid> Clients { get; private set; } = [];
    public bool AllClients { get; private set; }
    public People People { get; private set; }
    public Actor Actor { get; set; } = Actor.System;

    /// <summary>One client's work: a visitor, a webhook, an event handler (which sees everybody, whoever of them serves the client).</summary>
    public void Enter(Guid client, Actor actor, People people = People.Nobody) => Enter([client], actor, people);

    public void Enter(IReadOnlyCollection<Guid> clients, Actor actor, People people)
    {
        (Clients, AllClients, People, Actor) = (clients, false, people, actor);
    }

    /// <summary>The operator's own data and no client's: sign-in, agents' states.</summary>
    public void EnterOperator(Actor actor) => Enter([], actor, People.Everybody);

    /// <summary>Who may see every client, and the rebuild of a routing pool, which serves all of them.</summary>
    public void EnterAllClients(Actor actor, People people = People.Everybody) => (Clients, AllClients, People, Actor) = ([], true, people, actor);

    public bool Sees(Guid client) => AllClients || Clients.Contains(client);

    /// <summary>What the database is told; its policies decide by this and nothing else.</summary>
    public virtual ScopeSettings ForDatabase => new(
        AllClients ? "cc_all" : "cc_web", string.Join(',', Clients), People switch { People.Everybody => "on", People.Served => "served", _ => "off" }, Actor.ToString());
}

public sealed record ScopeSettings(string Role, string Clients, string Staff, string Actor);
