using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Clients;

/// <summary>A company whose customers we serve. Everything that is a client's carries its id; the key is its name in addresses and never changes.</summary>
public sealed class Client : StreamOwner
{
    Client() { }

    public string Key { get; private init; } = "";
    public string Name { get; private set; } = "";
    public bool Active { get; private set; }

    /// <summary>From where it may be served; none: from everywhere.</summary>
    public IReadOnlyList<Guid> Sites { get; private set; } = [];

    public override string StreamKind => "client";
    public override Guid? StreamClient => Id;

    public static Client Add(Guid id, string key, string name, DateTimeOffset now)
    {
        var client = new Client { Id = id, Key = key, Name = name, Active = true };
        client.Raise(now, new ClientAdded(id));
        return client;
    }

    public void Change(string name, bool active, DateTimeOffset now, IReadOnlyList<Guid>? sites = null)
    {
        (Name, Active, Sites) = (name, active, sites ?? Sites);
        Raise(now, new ClientChanged(Id, active));
    }
}
