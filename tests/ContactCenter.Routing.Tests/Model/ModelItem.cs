namespace ContactCenter.Routing.Tests.Model;

internal enum ModelState
{
    Waiting,
    Offered,
    Leased,
    Owned,
    Gone,
}

/// <summary>Where a waiting item waits: nowhere yet, for its preferred agent alone, or for anybody.</summary>
internal enum ModelPlace
{
    None,
    Held,
    Open,
}

internal sealed class ModelItem(Guid id)
{
    public Guid Id => id;

    public WorkItem Said { get; set; } = null!;

    public long Version { get; set; }

    public Lane Lane { get; set; } = null!;

    public Relaxation? Relax { get; set; }

    public DateTimeOffset? Opens { get; set; }

    public ModelState State { get; set; } = ModelState.Gone;

    public ModelPlace Place { get; set; }

    /// <summary>Of the one who has it, or is about to.</summary>
    public ModelPart? Work { get; set; }

    /// <summary>Of the one who has it until a transfer is committed.</summary>
    public ModelPart? Owner { get; set; }

    public Guid? Agent => Work?.Agent;

    public DateTimeOffset Ends { get; set; }

    public DateTimeOffset LeasedUntil { get; set; }

    public Dictionary<Guid, DateTimeOffset> Declined { get; } = [];

    public List<ModelPart> Offers { get; } = [];

    public ModelPart? OfferTo(Guid agent) => Offers.SingleOrDefault(o => o.Agent == agent);

    public IEnumerable<ModelPart> PartsOf(Guid agent) => Offers.Append(Work).Append(Owner).OfType<ModelPart>().Where(p => p.Agent == agent);

    /// <summary>Of the real queue's claim, which the model has no id for.</summary>
    public Guid Lease { get; set; }
}

/// <summary>What an item takes of an agent, and the call during which he took it.</summary>
internal sealed record ModelPart(Guid Agent, int Weight, Guid? Beside)
{
    /// <summary>The real queue's id of the offer.</summary>
    public Guid Id { get; set; }
}

internal sealed class ModelAgent
{
    public AgentSetting Said { get; set; } = null!;

    public DateTimeOffset Idle { get; set; }

    public int Expired { get; set; }

    public bool Mute { get; set; }

    /// <summary>The call that interrupts his other work.</summary>
    public Guid? Interrupted { get; set; }

    public int WeightOf(ModelItem item) =>
        Said.Weights.TryGetValue(item.Said.Lane.Channel, out var own) ? own : ChannelWeights.DefaultFor(item.Said.Lane.Channel);
}
