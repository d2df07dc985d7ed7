using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Agents;

/// <summary>Something that work may ask for and agents may have; a language is one too (lang-es). Lanes are made of keys, so a key never changes.</summary>
public sealed class Skill : StreamOwner
{
    Skill() { }

    public string Key { get; private init; } = "";
    public string Name { get; private set; } = "";

    public override string StreamKind => "skill";
    public override Guid? StreamClient => null;

    public static Skill Add(Guid id, string key, string name, DateTimeOffset now)
    {
        var skill = new Skill { Id = id, Key = key, Name = name };
        skill.Raise(now, new SkillAdded(id));
        return skill;
    }

    public void Rename(string name, DateTimeOffset now)
    {
        Name = name;
        Raise(now, new SkillChanged(Id));
    }
}
